import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { FileMapping, LotId, parseBusinessClock, REAL_TIME } from '@pingting/contract'
import { z } from 'zod'
import { proxyList } from '../http/proxies.ts'
import { checkVoices, VoicesWrong } from '../http/voices.ts'
import { CardsWrong, type OfficerCards, readOfficers } from '../officers/cards.ts'
import { printerTable } from '../printing/printers.ts'
import type { PushSettings } from '../push/pushes.ts'
import { SERVICES } from '../push/wish.ts'

/** Everything the hub is told from outside, by environment. The table of docs/operating.md is this schema in words. */
const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  DATA_DIR: z.string().min(1).default('data'),
  MONGODB_URL: z.url({ protocol: /^mongodb(\+srv)?$/ }).optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Where the other hubs reach this one, and where it listens for them. */
  PEER_URL: z.url({ protocol: /^http$/ }).default('http://127.0.0.1:0'),
  SECRETS_DIR: z.string().min(1).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TLS_CERT: z.string().optional(),
  TLS_KEY: z.string().optional(),
  /** Addresses and subnets of what stands in front and ends TLS. */
  TRUSTED_PROXIES: z
    .string()
    .transform((text, context) => {
      const list = proxyList(text.split(',').map(part => part.trim()))
      if (list === undefined) context.addIssue('not a list of addresses and subnets')
      return list ?? z.NEVER
    })
    .optional(),
  /** Opens /metrics to a reader on another machine, as a bearer. */
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,256}$/)
    .optional(),
  /** Open sockets from one address: the screens of a hall behind one router, and its visitors' phones. */
  SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).max(100_000).default(200),
  /** Requests over HTTP of one device or one of the staff; a ticket has a fifth of it, a stranger's address twice as many. */
  REQUESTS_PER_SECOND: z.coerce.number().int().min(10).max(1_000_000).default(50),
  /** What a first start founds: a list of commands. */
  SEED_FILE: z.string().optional(),
  /** How lots write their daily files: mappings by lot. */
  LOT_FILES: z.string().optional(),
  /** What halls have their boards say: a folder for each hall. */
  VOICE_DIR: z.string().optional(),
  /** Numbers and photos of who serves, for the tablets. */
  STAFF_DIR: z.string().optional(),
  /** Where kiosks print their slips. */
  PRINTERS: z
    .string()
    .transform((text, context) => {
      const table = printerTable(text)
      if (table === undefined) context.addIssue('not a list of kiosk=host:port')
      return table ?? z.NEVER
    })
    .optional(),
  /** Web Push: whom a push service may write to, and the two halves of the key this hub signs with. */
  WEB_PUSH_SUBJECT: z.url({ protocol: /^(mailto|https)$/ }).optional(),
  WEB_PUSH_PUBLIC_KEY: z
    .string()
    .regex(/^[\w-]{87}$/)
    .optional(),
  WEB_PUSH_PRIVATE_KEY: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  /** Hosts of push services, and of nobody else. */
  WEB_PUSH_SERVICES: z
    .string()
    .transform(text => text.split(',').map(part => part.trim()))
    .default([...SERVICES]),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BUSINESS_CLOCK: z
    .string()
    .refine(text => parseBusinessClock(text) !== undefined, 'not a business clock')
    .transform(text => parseBusinessClock(text) ?? REAL_TIME)
    .default(REAL_TIME),
})
export type Config = z.infer<typeof Environment> & {
  dataDir: string
  lotFiles: Record<string, FileMapping>
  voiceDir?: string
  push?: PushSettings
  officers: OfficerCards
  secrets: Secrets
  secure: boolean
  loopback: boolean
}

/** Keys that stay outside the database; made on the first start, readable by their owner only. */
interface Secrets {
  /** Wraps the data keys of personal fields. */
  data: Buffer
  /** Signs ticket tokens. */
  ticket: Buffer
  /** Signs orders for the gate. */
  gateMac: Buffer
  /** What a bridge shows to be let in. */
  bridge: Buffer
}

export class ConfigurationError extends Error {}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/** @throws ConfigurationError with a sentence that names the variable. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const faults = parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
    throw new ConfigurationError(`配置有误 / The configuration is not right: ${faults}`)
  }
  const c = parsed.data
  if ((c.TLS_CERT === undefined) !== (c.TLS_KEY === undefined)) {
    throw new ConfigurationError('TLS_CERT 与 TLS_KEY 须同时给出 / TLS_CERT and TLS_KEY go together.')
  }
  if (!isLoopback(c.HOST) && c.TLS_CERT === undefined && c.TRUSTED_PROXIES === undefined) {
    throw new ConfigurationError(
      `HOST ${c.HOST} 不是本机地址：请配置 TLS_CERT、TLS_KEY，或 TRUSTED_PROXIES。 / ` +
        `HOST ${c.HOST} is not loopback: give TLS_CERT and TLS_KEY, or name TRUSTED_PROXIES.`,
    )
  }
  const push = pushOf(c)
  const dataDir = resolve(c.DATA_DIR)
  makeFolder('DATA_DIR', dataDir)
  return {
    ...c,
    dataDir,
    lotFiles: c.LOT_FILES === undefined ? {} : readLotFiles(c.LOT_FILES),
    ...(c.VOICE_DIR === undefined ? {} : { voiceDir: laidDown(checkVoices, c.VOICE_DIR) }),
    ...(push && { push }),
    officers: c.STAFF_DIR === undefined ? new Map() : laidDown(readOfficers, c.STAFF_DIR),
    secrets: readSecrets(c.SECRETS_DIR === undefined ? join(dataDir, 'secrets') : resolve(c.SECRETS_DIR)),
    secure: c.TLS_CERT !== undefined || c.TRUSTED_PROXIES !== undefined,
    loopback: isLoopback(c.HOST),
  }
}

/** All three of them or none. */
function pushOf(c: z.infer<typeof Environment>): PushSettings | undefined {
  const [subject, publicKey, privateKey] = [c.WEB_PUSH_SUBJECT, c.WEB_PUSH_PUBLIC_KEY, c.WEB_PUSH_PRIVATE_KEY]
  if (subject !== undefined && publicKey !== undefined && privateKey !== undefined)
    return { subject, publicKey, privateKey, services: c.WEB_PUSH_SERVICES }
  if (subject === undefined && publicKey === undefined && privateKey === undefined) return undefined
  throw new ConfigurationError(
    'WEB_PUSH_SUBJECT、WEB_PUSH_PUBLIC_KEY、WEB_PUSH_PRIVATE_KEY 须同时给出 / ' +
      'WEB_PUSH_SUBJECT, WEB_PUSH_PUBLIC_KEY and WEB_PUSH_PRIVATE_KEY go together.',
  )
}

function makeFolder(name: string, path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigurationError(`${name} ${path} 不能建立（${code}） / ${name} ${path} cannot be made (${code})`)
  }
}

/** What a hall laid down in a folder, looked at before anything starts. */
function laidDown<T>(read: (folder: string) => T, folder: string): T {
  try {
    return read(folder)
  } catch (error) {
    const isTheirs = error instanceof VoicesWrong || error instanceof CardsWrong
    throw isTheirs ? new ConfigurationError(error.message) : error
  }
}

/** A hub that guessed how a lot writes its file would book wrong amounts. */
function readLotFiles(path: string): Record<string, FileMapping> {
  try {
    return z.record(LotId, FileMapping).parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw new ConfigurationError(`LOT_FILES ${path} 不是停车场日文件的格式表 / is no list of mappings: ${error}`)
  }
}

function readSecrets(folder: string): Secrets {
  makeFolder('SECRETS_DIR', folder)
  return {
    data: readSecret(folder, 'data.key'),
    ticket: readSecret(folder, 'ticket.key'),
    gateMac: readSecret(folder, 'gate-mac.key'),
    bridge: readSecret(folder, 'bridge.key'),
  }
}

/** 256 bits, as hex in a file of mode 0600. */
function readSecret(folder: string, name: string): Buffer {
  const path = join(folder, name)
  const draft = join(folder, `.${name}-${crypto.randomUUID()}`)
  if (!existsSync(path)) {
    writeFileSync(draft, crypto.getRandomValues(Buffer.alloc(32)).toString('hex'), { flag: 'wx', mode: 0o600 })
    try {
      // Linked whole, and only where there is none: a key in use is never overwritten, and no other hub reads half a one.
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  const key = Buffer.from(readFileSync(path, 'utf8').trim(), 'hex')
  if (key.length !== 32) throw new ConfigurationError(`${path} 不是 256 位密钥 / is not a key of 256 bits`)
  return key
}
