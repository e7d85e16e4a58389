import { METHODS_MODEL } from './methods/node-map.ts'
import type { Names } from './opcua/places/node-map.ts'
import { REGISTERS_MODEL } from './registers/nodes.ts'

/** What a gate controller can be behind the port of a lot over OPC UA, with the nodes each is looked for by. */
export const OPCUA_PROFILES = {
  methods: METHODS_MODEL,
  registers: REGISTERS_MODEL,
} satisfies Record<string, Names>

export type OpcuaProfile = keyof typeof OPCUA_PROFILES
/** `coupons`: no controller of ours to reach, but a platform over HTTP. */
export type ProfileName = OpcuaProfile | 'coupons'

const NAMES: readonly string[] = [...Object.keys(OPCUA_PROFILES), 'coupons']

export const profileIn = (name: string): ProfileName | undefined =>
  NAMES.includes(name) ? (name as ProfileName) : undefined
