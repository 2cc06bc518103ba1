import Encoder from 'kafkajs/src/protocol/encoder.js';
import { checked, type LineRequest } from './broker-line.js';

/** Bytes a second that one agency's user may hand in and fetch, at each broker; beyond, the broker lets it wait. */
export interface TopicQuota {
  readonly inBytes: number;
  readonly outBytes: number;
}

/** Sets the quotas of these users and no others' (KIP-546). */
export function alterClientQuotas(users: readonly string[], { inBytes, outBytes }: TopicQuota): LineRequest<void> {
  return {
    key: 49, version: 0, name: 'AlterClientQuotas',
    body: () => new Encoder().writeArray(users.map((user) => new Encoder()
      .writeArray([new Encoder().writeString('user').writeString(user)])
      .writeArray([limit('producer_byte_rate', inBytes), limit('consumer_byte_rate', outBytes)]))).writeBoolean(false),
    read: (answer) => {
      answer.readInt32();
      const codes = answer.readArray((entry) => {
        const code = entry.readInt16();
        entry.readString();
        entry.readArray((entity) => [entity.readString(), entity.readString()]);
        return code;
      });
      codes.forEach(checked);
    },
  };
}

const limit = (key: string, value: number) => new Encoder().writeString(key).writeDouble(value).writeBoolean(false);
