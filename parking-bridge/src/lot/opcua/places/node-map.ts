import type { BrowsePath } from './browse-path.ts'

/** The nodes of a model by name, with the one each stands under: the gate itself or another node. */
export interface Names<Name extends string = string> {
  /** Namespace of the model. */
  uri: string
  parents: Readonly<Record<Name, Name | 'gate'>>
  /** Namespaces of those that come from another model. */
  elsewhere?: Readonly<Partial<Record<Name, string>>>
  /** What a gate may be without. */
  optional: ReadonlySet<Name>
  /** Of these, what nobody misses: another node does as well, unless the vendor says where it is. */
  unmissed?: ReadonlySet<Name>
}

/** A value of a method, as the model has it. */
export interface Argument {
  name: string
  /** A built-in type; an enumeration travels as Int32, a UtcTime as DateTime. */
  type: string
  /** What a bridge reads in its place as well; `any` where it does not read it. */
  also?: readonly string[] | 'any'
  isList?: true
}
export interface Shape {
  inputs: readonly Argument[]
  outputs: readonly Argument[]
}

export const namesIn = <Name extends string>({ parents }: Names<Name>): Name[] => Object.keys(parents) as Name[]

/** By name in the model: nodes that a vendor has elsewhere, or under another name. */
export type NodeMap = Readonly<Record<string, BrowsePath>>

/** Where each node is looked for: where the vendor says, else under its parent by the name of the model. */
export function pathsOf<Name extends string>(
  { uri, parents, elsewhere }: Names<Name>,
  gate: BrowsePath,
  mapped: NodeMap,
): Record<Name, BrowsePath> {
  const pathOf = (name: string): BrowsePath => {
    const parent: string = parents[name as Name]
    const namespaceUri = elsewhere?.[name as Name] ?? uri
    return mapped[name] ?? [...(parent === 'gate' ? gate : pathOf(parent)), { namespaceUri, name }]
  }
  return Object.fromEntries(Object.keys(parents).map(name => [name, pathOf(name)])) as Record<Name, BrowsePath>
}

const PROTOCOL_MAJOR = '1'
/** Whether a version of a model is one we know: the same major. */
export const speaksOurs = (version: string): boolean => version.split('.')[0] === PROTOCOL_MAJOR
