export { databaseAt, freshDatabase, jobsUrlOf, onServer, sessionUrlOf, type FreshDatabase } from './database.js';
export { broker, brokerLogin, freshTopicPrefix, type BrokerLogin } from './broker.js';
