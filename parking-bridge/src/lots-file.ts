import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { codeOf, Wrong } from './setting.ts'

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
const LotsFile = z.array(LotSettings).min(1)

/** May stand in a file of their own, which `‹NAME›_FILE` names. */
export const SECRETS: readonly string[] = ['BRIDGE_KEY', 'GATE_PASSWORD', 'COUPON_SECRET']

/**
 * The environment of each lot: that of the process with what the file `LOTS_FILE` says of it, or the process's own when
 * there is no such file. Each lot has keys and trust of its own, in a folder by its name.
 * @returns why not, with the entry that is wrong, counted from 1
 */
export function lotEnvironments(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv[] | Wrong {
  const file = env['LOTS_FILE']
  if (file === undefined || file === '') return [env]
  const lots = lotsIn(file)
  if (lots instanceof Wrong) return lots
  const dataDir = env['BRIDGE_DATA_DIR']
  return lots.map(lot => {
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

function lotsIn(file: string): z.infer<typeof LotsFile> | Wrong {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return new Wrong('读不到文件', `the file cannot be read: ${codeOf(error)}`)
  }
  const read = LotsFile.safeParse(jsonIn(text))
  if (!read.success) return whyOf(read.error)
  const ids = read.data.map(lot => lot.LOT_ID)
  const again = ids.findIndex((id, index) => ids.indexOf(id) < index)
  if (again < 0) return read.data
  return new Wrong(`第 ${again + 1} 项的 LOT_ID 前面已有`, `entry ${again + 1} has the LOT_ID of one before it`)
}

function whyOf({ issues: [first] }: z.ZodError): Wrong {
  const [index, name] = first!.path
  if (index === undefined)
    return new Wrong('应为 JSON 列表，至少一项', 'it has to be a JSON list of at least one entry')
  const what = first!.code === 'unrecognized_keys' ? first!.keys.join(', ') : String(name ?? 'JSON')
  const [zh, en] =
    first!.code === 'unrecognized_keys'
      ? ['不是车场自己的设置', 'is no setting that a lot has of its own']
      : ['缺少或不是文字', 'is missing or is no text']
  return new Wrong(`第 ${Number(index) + 1} 项：${what} ${zh}`, `entry ${Number(index) + 1}: ${what} ${en}`)
}

/** @returns undefined for what is no JSON */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
