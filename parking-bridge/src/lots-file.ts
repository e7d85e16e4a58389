import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What may differ from lot to lot; everything else is said once, in the environment. */
const OF_A_LOT = [
  ...['LOT_ID', 'BRIDGE_KEY', 'BRIDGE_KEY_FILE', 'HALL_IDS', 'OPCUA_ENDPOINT', 'GATE_USER', 'GATE_PASSWORD'],
  ...['GATE_PASSWORD_FILE', 'GATE_CERTIFICATE', 'GATE_PROFILE', 'GATE_OBJECT', 'GATE_NODES', 'BRIDGE_DATA_DIR'],
  ...['COUPON_URL', 'COUPON_PARK', 'COUPON_APP_ID', 'COUPON_SECRET', 'COUPON_SECRET_FILE', 'COUPON_LISTEN'],
  ...['COUPON_CAN', 'COUPON_FIELDS'],
] as const
const LotSettings = z.strictObject({
  ...(Object.fromEntries(OF_A_LOT.map(name => [name, z.string().optional()])) as Record<string, z.ZodType<string>>),
  LOT_ID: z.string(),
})
const LotsFile = z
  .array(LotSettings)
  .min(1)
  .refine(lots => new Set(lots.map(lot => lot.LOT_ID)).size === lots.length)

/** May stand in a file of their own, which `‹NAME›_FILE` names. */
export const SECRETS: readonly string[] = ['BRIDGE_KEY', 'GATE_PASSWORD', 'COUPON_SECRET']

/**
 * The environment of each lot: that of the process with what the file `LOTS_FILE` says of it, or the process's own when
 * there is no such file. Each lot has keys and trust of its own, in a folder by its name.
 * @returns undefined when the file is not there, is no JSON, or says something else
 */
export function lotEnvironments(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv[] | undefined {
  const file = env['LOTS_FILE']
  if (file === undefined || file === '') return [env]
  const read = LotsFile.safeParse(jsonIn(file))
  if (!read.success) return undefined
  const dataDir = env['BRIDGE_DATA_DIR']
  return read.data.map(lot => {
    // Whichever way a lot gives its secret, the one of the process is not meant.
    const given = SECRETS.map(name => [name, `${name}_FILE`])
      .filter(forms => forms.some(name => name in lot))
      .flat()
    return {
      ...Object.fromEntries(Object.entries(env).filter(([name]) => !given.includes(name))),
      ...(dataDir === undefined ? {} : { BRIDGE_DATA_DIR: join(dataDir, lot.LOT_ID) }),
      ...lot,
    }
  })
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}
