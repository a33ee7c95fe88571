declare const brand: unique symbol;

/** A `Value` that only its own parser makes; the name keeps two brands apart. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
