export { databaseAt, freshDatabase, jobsUrlOf, onServer, sessionUrlOf, watchUrlOf, type FreshDatabase } from './database.js';
export { broker, brokerLogin, freshTopicPrefix, type BrokerLogin } from './broker.js';
