/** Takes one line for the operator; never a value of a message. */
export type KafkaLog = (level: 'warn' | 'error', event: string, fields: Record<string, string | number>) => void;
