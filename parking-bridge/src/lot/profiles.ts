import { METHODS_MODEL } from './methods/node-map.ts'
import type { Names } from './opcua/places/node-map.ts'
import { REGISTERS_MODEL } from './registers/nodes.ts'

/** What a gate controller can be behind the port of a lot, with the nodes each is looked for by. */
export const PROFILES = {
  methods: METHODS_MODEL,
  registers: REGISTERS_MODEL,
} satisfies Record<string, Names>

export type ProfileName = keyof typeof PROFILES
