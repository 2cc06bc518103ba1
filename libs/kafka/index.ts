export { binaryMessage, decodeCloudEvent, type CloudEvent, type DecodedEvent } from './cloud-event.js';
export { decodeJson } from './strict-text.js';
export { EventConsumer, type ConsumerPlan, type ReceivedMessage } from './event-consumer.js';
export { EventProducer, type OutgoingMessage, type TopicMessages } from './event-producer.js';
export { Kafka, type KafkaSettings } from './kafka.js';
export { KafkaAdmin } from './kafka-admin.js';
export type { KafkaLog } from './kafka-log.js';
export { Topics, type StreamTopic, type TopicPlan } from './topics.js';
