import { gzipSync } from 'node:zlib'
import type { Random } from '../../../server/living-hall/demo/random.ts'
import { HALL_ID, LOT_ID } from '../../../server/living-hall/seed.ts'
import { commandFor, type Kind, type Known, one } from './bodies.ts'
import type { Credentials, Person } from './fuzzed-hub.ts'
import { mutated } from './mutations.ts'

export interface Fuzzed {
  bytes: Buffer
  /** Whether what follows on the connection can still be told apart. */
  wellFormed: boolean
  method: string
}

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']
const TYPES = [
  ...[
    'application/json; charset=utf-16',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
  ],
  ...['', '*/*', 'application/json, text/html', 'APPLICATION/JSON'],
]
const HEADERS = [
  ...[
    'Origin: http://evil.test',
    'Origin: null',
    'Origin: ::',
    'Cookie: sid=x; sid=y; __Host-sid=',
    `Cookie: ${'a=b; '.repeat(300)}`,
  ],
  ...[
    'X-Forwarded-For: 1.2.3.4, ,',
    'X-HTTP-Method-Override: DELETE',
    'Content-Encoding: gzip',
    'Content-Encoding: br',
  ],
  ...[
    'Accept-Encoding: *;q=0',
    'Accept: \u00e9',
    'Expect: 100-continue',
    'Range: bytes=0-',
    'If-None-Match: *',
    'Upgrade: h2c',
  ],
  ...[
    'Authorization: Basic eDp5',
    'Authorization: Bearer',
    `X-Long: ${'y'.repeat(4_000)}`,
    'Connection: close, keep-alive',
  ],
]
const PLACES: Readonly<Record<Kind, readonly string[]>> = {
  halls: [HALL_ID, HALL_ID, HALL_ID, 'nowhere'],
  lots: [LOT_ID, LOT_ID, 'nowhere'],
  cities: ['370600', '370600', '000000'],
}
const SPOILT = [
  '%00',
  '%',
  '%zz',
  '..%2f..',
  '__proto__',
  'constructor',
  'a'.repeat(2_000),
  '%e4%b8%ad',
  '%ff',
  "'",
  '{}',
  '*',
]
const QUESTIONS = [
  ...['/', '/board', '/metrics', '/healthz', '/readyz', '/api/me', '/api/openapi.json', '/api/pairing-links'],
  ...[`/api/halls/${HALL_ID}`, `/api/halls/${HALL_ID}/exemptions?day=2026-11-24`, `/api/halls/${HALL_ID}/cases`],
  ...[`/api/halls/${HALL_ID}/days/2026-11-24`, `/api/halls/${HALL_ID}/tickets/by-code/ABCDEFGH`],
  ...[
    `/api/halls/${HALL_ID}/exemptions?day=x&day=y`,
    '/assets/../../package.json',
    '//evil.test/',
    '/socket.io/?EIO=3',
  ],
]
const OTHER_POSTS = ['/api/pair', '/api/logout', '/api/socket-tickets']

/** Something a hall may be sent: mostly a command that is nearly right, from anybody who may come. */
export function fuzzed(known: Known, credentials: Credentials, random: Random): Fuzzed {
  const kind = random.pick([
    ['halls', 8],
    ['lots', 2],
    ['cities', 1],
  ] as const)
  const command = commandFor(kind, known, random)
  const { bytes } = mutated(command, random)
  const method = random.chance(0.8) ? 'POST' : one(random, METHODS)
  const lines = [
    `${method} ${pathFor(kind, method, random)} HTTP/1.1`,
    'Host: 127.0.0.1',
    `Content-Type: ${random.chance(0.95) ? 'application/json' : one(random, TYPES)}`,
  ]
  if (random.chance(0.95))
    lines.push(`Authorization: Bearer ${credentialFrom(credentials, String(command['type']), random)}`)
  if (random.chance(0.15)) lines.push(one(random, HEADERS))
  const body = lines.includes('Content-Encoding: gzip') ? gzipSync(bytes) : bytes
  if (random.chance(0.1)) return { bytes: spoil(lines, body, random), wellFormed: false, method }
  const head = `${lines.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`
  return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), body]), wellFormed: true, method }
}

function pathFor(kind: Kind, method: string, random: Random): string {
  if (method !== 'POST' && random.chance(0.7)) return one(random, QUESTIONS)
  if (random.chance(0.03)) return one(random, OTHER_POSTS)
  const place = random.chance(0.95) ? one(random, PLACES[kind]) : one(random, SPOILT)
  return `/api/${kind}/${place}/commands${random.chance(0.02) ? '?commands=1#x' : ''}`
}

/** Who may mostly send a command, by how its name begins; so that more than the door is tried. */
const SENDERS: readonly (readonly [string, Person])[] = [
  ['ticket.take', 'kiosk'],
  ['evaluation.', 'citizen'],
  ['plate.', 'citizen'],
  ['exemption.propose', 'operator'],
  ['exemption.approve', 'operator'],
  ['exemption.', 'bridge'],
  ['lot.', 'bridge'],
  ['city.', 'admin'],
  ['account.', 'admin'],
  ['counter.', 'clerk'],
  ['', 'manager'],
]

export const senderOf = (type: string): Person => SENDERS.find(([start]) => type.startsWith(start))![1]

function credentialFrom(credentials: Credentials, type: string, random: Random): string {
  const right = random.chance(0.7) ? credentials[senderOf(type)] : one(random, Object.values(credentials))
  if (random.chance(0.9)) return right
  const at = Math.floor(random.next() * right.length)
  return one(random, [
    `${right.slice(0, at)}A${right.slice(at + 1)}`,
    right.slice(0, at),
    's1.',
    'd1..',
    'v1.x.y.z',
    'b1.',
  ])
}

/** What is no HTTP, or HTTP that two parsers read as two different requests. */
function spoil(lines: readonly string[], body: Buffer, random: Random): Buffer {
  const [first = '', ...rest] = lines
  const at = Math.floor(random.next() * first.length)
  const head = (all: readonly string[]): Buffer => Buffer.from(`${all.join('\r\n')}\r\n\r\n`, 'latin1')
  const chunked = 'Transfer-Encoding: chunked'
  const ways: (() => Buffer)[] = [
    () => Buffer.concat([head([first.slice(0, at), ...rest]), body]),
    () => head([first.replace('HTTP/1.1', one(random, ['HTTP/9.9', 'HTTP/0.9', 'http/1.1', ''])), ...rest]),
    () => Buffer.concat([head([...lines, 'Content-Length: 5', 'Content-Length: 6']), body]),
    () =>
      Buffer.concat([
        head([...lines, `Content-Length: ${one(random, ['-1', '1e3', '0x10', '99999999999999999999', ''])}`]),
        body,
      ]),
    () =>
      Buffer.concat([head([...lines, chunked, 'Content-Length: 4']), Buffer.from('0\r\n\r\nGET / HTTP/1.1\r\n\r\n')]),
    () =>
      Buffer.concat([
        head([...lines, chunked]),
        Buffer.from(`${one(random, ['zz', 'ffffffffffffffff', '-1', '5;x=y'])}\r\nabc`),
      ]),
    () => Buffer.concat([head([...lines, `Content-Length: ${body.length + 10}`]), body]),
    () => head([...lines, `X-Huge: ${'h'.repeat(20_000)}`]),
    () => head([...lines, ...Array.from({ length: 2_500 }, (_, n) => `X-${n}: 1`)]),
    () =>
      head([
        ...lines,
        one(random, ['No-Colon', ': empty', 'Bad\u0000Name: 1', 'Fold: a\r\n b', 'X: a\rb', 'Host: other']),
      ]),
    () => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random.next() * 256))),
    () => Buffer.from('\r\n'.repeat(500)),
    () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
    () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  ]
  return one(random, ways)()
}
