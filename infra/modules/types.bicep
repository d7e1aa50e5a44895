// What the modules tell each other.

@export()
@description('The identity that the service runs as.')
type identity = {
  @description('Resource id.')
  id: string

  @description('Object id in Entra ID, which roles are assigned to.')
  principalId: string

  clientId: string
}

@export()
@description('Where private endpoints go; without a subnet there are none, and the public endpoint stays open to callers with a token.')
type privateAccess = {
  @description('Empty: the public endpoint is used.')
  subnetId: string

  @description('Resource ids of the private DNS zones by what they are for; empty where the network has them by other means.')
  zoneIds: object
}
