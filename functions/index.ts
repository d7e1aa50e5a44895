/** Registers every HTTP function. */
import './check-migration-name';
import './delete-migration';
import './get-event-schema';
import './get-health';
import './get-migration';
import './get-migration-by-id';
import './get-migration-report';
import './list-all-migrations';
import './list-migration-events';
import './list-migrations';
import './patch-migration';
import './put-migration';
