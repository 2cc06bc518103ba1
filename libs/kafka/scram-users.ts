import { pbkdf2Sync, randomBytes } from 'node:crypto';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { checked, type LineRequest } from './broker-line.js';

/** Kafka's number for SCRAM-SHA-512 (KIP-554), and what the broker asks for at the least. */
const SCRAM_SHA_512 = 2;
const ITERATIONS = 4096;
const SALTED_BYTES = 64;
/** What is to be deleted was not there. */
const RESOURCE_NOT_FOUND = 91;
/** An empty set of tagged fields ends every structure of a flexible version (KIP-482). */
const NO_TAGS = 0;

/** Gives users a password, or takes their login away; the broker is told salt and salted password, never the password. */
export function alterScramUsers(written: ReadonlyMap<string, string>, removed: readonly string[]): LineRequest<void> {
  return {
    key: 51, version: 0, name: 'AlterUserScramCredentials',
    // The flexible request header ends in tagged fields, which kafkajs does not write.
    body: () => new Encoder().writeUVarInt(NO_TAGS)
      .writeUVarIntArray(removed.map(deletion))
      .writeUVarIntArray([...written].map(([name, password]) => upsertion(name, password)))
      .writeUVarInt(NO_TAGS),
    read: (answer) => {
      answer.readTaggedFields();
      answer.readInt32();
      const codes = answer.readUVarIntArray((result) => {
        result.readUVarIntString();
        const code = result.readInt16();
        result.readUVarIntString();
        result.readTaggedFields();
        return code;
      });
      for (const code of codes) if (code !== RESOURCE_NOT_FOUND) checked(code);
    },
  };
}

function deletion(name: string): Encoder {
  return new Encoder().writeUVarIntString(name).writeInt8(SCRAM_SHA_512).writeUVarInt(NO_TAGS);
}

/** RFC 5802 §3: the salted password is PBKDF2 with the mechanism's own hash. */
function upsertion(name: string, password: string): Encoder {
  const salt = randomBytes(24);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, SALTED_BYTES, 'sha512');
  return new Encoder().writeUVarIntString(name).writeInt8(SCRAM_SHA_512).writeInt32(ITERATIONS)
    .writeUVarIntBytes(salt).writeUVarIntBytes(salted).writeUVarInt(NO_TAGS);
}
