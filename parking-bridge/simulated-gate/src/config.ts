import { parseBusinessClock, REAL_TIME } from '@pingting/contract/words/business-clock'
import { z } from 'zod'
import { HALL_TARIFF } from './tariff.ts'

const PORT_MAX = 65_535
const LANES_MAX = 20

const port = z.coerce.number().int().min(0).max(PORT_MAX)
const lanes = z.coerce.number().int().min(1).max(LANES_MAX)

const tariff = z
  .object({
    freeUntilMinutes: z.int().min(0),
    hourFen: z.int().min(0),
    capFen: z.int().min(0),
    freeMinutesSide: z.enum(['front', 'back']),
    leaveWithinMinutes: z.int().min(0),
  })
  .partial()
  .strict()
  .transform(given => ({ ...HALL_TARIFF, ...definedOf(given) }))

const environment = z.object({
  GATE_DATA_DIR: z.string().min(1),
  GATE_PROFILE: z.enum(['methods', 'registers', 'coupons']).default('methods'),
  GATE_PORT: port.default(4840),
  CONTROL_PORT: port.default(4841),
  /** 32 bytes or more, hex: the hub's signer holds the same key. */
  GATE_MAC_KEY: z.string().regex(/^(?:[0-9a-fA-F]{2}){32,}$/, 'needs at least 32 bytes in hex'),
  GATE_USER: z.string().min(1),
  GATE_PASSWORD: z.string().min(12, 'needs at least 12 characters'),
  SITE_ID: z.string().min(1).max(64).default('hall'),
  SPACES: z.coerce.number().int().min(1).max(100_000).default(155),
  LANES_IN: lanes.default(1),
  LANES_OUT: lanes.default(1),
  STORE_CAPACITY: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
  KEYS_KEPT: z.coerce.number().int().min(1).max(1_000_000).default(10_000),
  FACTS_KEPT: z.coerce.number().int().min(8).max(65_536).default(1_024),
  SEALED: z.enum(['yes', 'no']).default('yes'),
  /** `autoid`: its cameras are devices of their own (OPC 30010), and its facts leave to them how sure they were. */
  CAMERAS: z.enum(['none', 'autoid']).default('none'),
  PUSH_URL: z.url({ protocol: /^http$/ }).optional(),
  DUPLICATES: z.enum(['known', 'forgotten']).default('known'),
  TARIFF: z.string().default('{}').transform(readJson).pipe(tariff),
  TRUST_CLIENT_CERTIFICATE: z
    .string()
    .min(1, '不能为空；不用就不要设 / is empty: leave it out, or name a file')
    .optional(),
  BUSINESS_CLOCK: z.string().optional().transform(readClock),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

export type Config = z.infer<typeof environment>

/** @throws an Error whose message names every setting that is wrong, and never shows a value. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const read = environment.safeParse(env)
  if (read.success) return read.data
  const wrong = read.error.issues.map(issue => `${issue.path.join('.') || 'settings'}: ${issue.message}`)
  throw new Error(`道闸模拟器配置有误，不能启动 / The simulated gate cannot start: ${wrong.join('; ')}`)
}

function definedOf<T extends object>(given: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never
}

function readJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' })
    return z.NEVER
  }
}

function readClock(text: string | undefined, context: z.RefinementCtx) {
  if (text === undefined || text === '') return REAL_TIME
  const clock = parseBusinessClock(text)
  if (clock !== undefined) return clock
  context.addIssue({ code: 'custom', message: 'is not a business clock' })
  return z.NEVER
}
