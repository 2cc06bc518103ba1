/** Its only member is private: nobody outside this file can write a value that has it, and a copy (`{ ...value }`) loses it. */
declare class Left {
  private readonly passedDisclosure: true;
}

/**
 * A value that may leave the hub: masked for one caller, with its ledger line durable. Only this room
 * makes one (the mark is not exported), and resolvers and producers accept nothing else, so a leak
 * or an unlogged read does not compile (`test/types`). Null says nothing: hidden and absent are one.
 */
export type Disclosed<T> = T extends null ? null : T & Left;

/** @internal of this room: not exported through its door. */
export function disclosed<T>(value: T): Disclosed<T> {
  return value as Disclosed<T>;
}

/** Puts what was disclosed into another form. `form` is given nothing else; where it may be called is listed in `test/architecture`. */
export function reshape<From, To>(value: Disclosed<From>, form: (value: Disclosed<From>) => To): Disclosed<To> {
  return disclosed(form(value));
}
