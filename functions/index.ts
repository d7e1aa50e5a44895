/** Registers every HTTP function. */
import './cancel-migrations';
import './check-migration-name';
import './decide-approval';
import './delete-migration';
import './get-event-schema';
import './get-health';
import './get-migration';
import './get-migration-by-id';
import './get-migration-report';
import './get-openapi';
import './list-all-migrations';
import './list-approvals';
import './list-migration-events';
import './list-migrations';
import './patch-migration';
import './plan-migrations';
import './put-migration';
