import type { Random } from '../../../server/living-hall/demo/random.ts'
import { one } from './bodies.ts'

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`

/** What no field expects, and some that parsers stumble over. */
const STRANGE: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e308,
    -1e308,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    '0',
    'null',
    [],
    {},
    [[]],
  ],
  ...[
    '\u0000',
    '\u202e',
    '\u200b',
    '\ud800',
    '👩‍👩‍👧‍👦',
    'é'.normalize('NFD'),
    "'; drop table journal; --",
    '../../../etc/passwd',
  ],
  ...[
    { $ne: '' },
    { $gt: '' },
    { $where: 'sleep(1000)' },
    { toString: 1 },
    { length: 1e9 },
    { constructor: { prototype: 1 } },
  ],
  ...[
    'x'.repeat(600),
    '9'.repeat(400),
    'a'.repeat(70_000),
    Array(5_000).fill(0),
    '%s%s%s%n',
    '{{7*7}}',
    '\r\nX-Injected: 1',
  ],
]

/** Changes one thing of a body, somewhere in it. */
function twist(body: unknown, random: Random): unknown {
  if (typeof body !== 'object' || body === null || random.chance(0.3)) return one(random, STRANGE)
  const copy: Record<string, unknown> = { ...(body as Record<string, unknown>) }
  const field = one(random, Object.keys(copy))
  if (field === undefined) return one(random, STRANGE)
  const what = random.next()
  if (what < 0.25) delete copy[field]
  else if (what < 0.35) copy[`${field}${one(random, ['s', '.x', '$', '\u0000', ' '])}`] = copy[field]
  else if (what < 0.45)
    copy[one(random, ['isAdmin', '$set', 'v', 'actor', 'constructor', 'toString'])] = one(random, STRANGE)
  else copy[field] = twist(copy[field], random)
  return Array.isArray(body) ? Object.values(copy) : copy
}

/** Changes the text itself: what is no JSON any more, or JSON that parsers read differently. */
function garble(text: string, random: Random): Buffer {
  const bytes = Buffer.from(text)
  const at = Math.floor(random.next() * bytes.length)
  const spoilt: (() => Buffer)[] = [
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), bytes.subarray(at)]),
    () => Buffer.concat([Buffer.from('\ufeff'), bytes]),
    () => Buffer.from(text.replace('{', '{"__proto__":{"role":"admin"},')),
    () => Buffer.from(text.replace('{', '{"type":"hall.open",')),
    () => Buffer.from(text.replaceAll('"', "'")),
    () => Buffer.from(text.replace(/\d/, '1e999')),
    () => Buffer.from(text.replace('{', '{"x":1,,')),
    () => Buffer.from(`${text}${text}`),
    () => Buffer.from(text, 'utf16le'),
    () => Buffer.from(nested(one(random, [7, 9, 500, 6_000]))),
    () => Buffer.from(`[${text}]`),
    () => Buffer.alloc(one(random, [0, 1, 4_096, 70_000]), one(random, [0, 0x20, 0x5b, 0x7b, 0x80])),
    () => {
      bytes[at] = Math.floor(random.next() * 256)
      return bytes
    },
  ]
  return one(random, spoilt)()
}

/** Sometimes left as it is, mostly changed in a field or two, now and then in its bytes. */
export function mutated(body: unknown, random: Random): { value: unknown; bytes: Buffer } {
  const times = Math.max(0, Math.floor(random.next() * 5) - 2)
  let value = body
  for (let time = 0; time < times; time += 1) value = twist(value, random)
  const text = JSON.stringify(value)
  return { value, bytes: random.chance(0.1) ? garble(text, random) : Buffer.from(text) }
}
