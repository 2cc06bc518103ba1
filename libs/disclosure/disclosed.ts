declare const LEFT: unique symbol;

/**
 * A value that may leave the hub: masked for one caller, with its ledger line durable. Only this room
 * makes one (the symbol is not exported), and resolvers and producers accept nothing else, so a leak
 * or an unlogged read does not compile (`test/types`). Null says nothing: hidden and absent are one.
 */
export type Disclosed<T> = T extends null ? null : T & { readonly [LEFT]: true };

/** @internal of this room: not exported through its door. */
export function disclosed<T>(value: T): Disclosed<T> {
  return value as Disclosed<T>;
}

/** Puts what was disclosed into another form. `form` sees nothing that was not disclosed already. */
export function reshape<From, To>(value: Disclosed<From>, form: (value: Disclosed<From>) => To): Disclosed<To> {
  return disclosed(form(value));
}
