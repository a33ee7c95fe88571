import { z } from 'zod';
import type { Path } from './problem.ts';

type Shape = z.core.JSONSchema.BaseSchema;

/** What a schema says about one place of a document: the keys it knows there, how it describes free ones, and the value. */
export interface Expectation {
  readonly keys: readonly string[];
  readonly freeKeys: string | undefined;
  readonly description: string | undefined;
  /** Whether some branch has a place for the key. */
  readonly takes: (key: string) => boolean;
}

/** Tells what `schema` expects at any path of `value`; in unions, the branches whose constant members fit `value`. */
export function expectations(schema: z.ZodType, value: unknown): (path: Path) => Expectation {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return (path) => {
    let shapes = branches(root, { root, value });
    let at = value;
    for (const step of path) {
      at = memberOf(at, step);
      shapes = shapes
        .flatMap((shape) => childrenOf(shape, step))
        .flatMap((shape) => branches(shape, { root, value: at }));
    }
    return {
      keys: [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))],
      freeKeys: shapes.map(({ propertyNames }) => described(propertyNames)).find((text) => text !== undefined),
      description: shapes.map((shape) => shape.description).find((text) => text !== undefined),
      takes: (key) => shapes.some((shape) => childrenOf(shape, key).length > 0),
    };
  };
}

function described(shape: Shape | boolean | undefined): string | undefined {
  return typeof shape === 'object' ? shape.description : undefined;
}

/** The value at `path` of `value`, or `undefined` when nothing stands there. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(memberOf, value);
}

function memberOf(value: unknown, step: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
}

function childrenOf(shape: Shape, step: PropertyKey): Shape[] {
  const child: unknown =
    typeof step === 'number' ? entryOf(shape, step) : (shape.properties?.[String(step)] ?? freeOf(shape, step));
  return isShape(child) ? [child] : [];
}

function isShape(child: unknown): child is Shape {
  return typeof child === 'object' && child !== null && !Array.isArray(child);
}

function entryOf({ prefixItems, items }: Shape, at: number): unknown {
  return prefixItems?.[at] ?? items;
}

/** What stands under a free key, if the key has the form of one. */
function freeOf({ propertyNames, additionalProperties }: Shape, key: PropertyKey): unknown {
  const pattern = typeof propertyNames === 'object' ? propertyNames.pattern : undefined;
  return pattern === undefined || new RegExp(pattern).test(String(key)) ? additionalProperties : undefined;
}

interface Place {
  readonly root: Shape;
  readonly value: unknown;
}

/** The shape itself, or where it is a reference or a union, the shapes behind it that may be meant. */
function branches(shape: Shape, place: Place): Shape[] {
  if (shape.$ref !== undefined) {
    const target = referred(shape.$ref, place.root);
    return target === undefined ? [] : branches(target, place);
  }
  const options = (shape.anyOf ?? shape.oneOf ?? []).filter((option) => typeof option === 'object');
  if (options.length === 0) {
    return [shape];
  }
  const fitting = options.filter((option) => fitsConstants(option, place.value));
  const chosen = (fitting.length > 0 ? fitting : options).flatMap((option) => branches(option, place));
  return shape.description === undefined ? chosen : [{ description: shape.description }, ...chosen];
}

function referred(reference: string, root: Shape): Shape | undefined {
  const target = reference === '#' ? root : root.$defs?.[reference.replace('#/$defs/', '')];
  return typeof target === 'object' ? target : undefined;
}

/** Whether every constant member that `shape` demands stands in `value`. */
function fitsConstants(shape: Shape, value: unknown): boolean {
  return Object.entries(shape.properties ?? {}).every(
    ([key, member]) =>
      typeof member !== 'object' || member.const === undefined || memberOf(value, key) === member.const,
  );
}
