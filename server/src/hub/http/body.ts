import type { IncomingMessage } from 'node:http'
import { FILE_BYTES_MAX, type Refusal, refuse } from '@pingting/contract'

export interface BodyLimits {
  bytesMax: number
  /** Fields and items at every depth together. */
  keysMax: number
}
/** A rating with its text, a ticket with its plate: whatever one person sends at a time. */
export const SMALL: BodyLimits = { bytesMax: 8 * 1024, keysMax: 64 }
/** A lot's report and a hall's whole card are the largest things anybody sends. */
export const LARGE: BodyLimits = { bytesMax: 64 * 1024, keysMax: 4_096 }
const DEPTH_MAX = 8

/** Reads a JSON body within its limits. A body that is too large is read to its end and thrown away, so that the answer arrives. */
export async function readJson(
  request: IncomingMessage,
  { bytesMax, keysMax }: BodyLimits,
): Promise<{ json: unknown } | Refusal> {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) return refuse('request.not-json')
  const bytes = await collect(request, bytesMax)
  return bytes === undefined ? refuse('request.too-large') : parseJson(bytes.toString('utf8'), keysMax)
}

/** Reads a file of comma-separated values as it is. */
export async function readCsv(request: IncomingMessage): Promise<{ bytes: Buffer } | Refusal> {
  if (!/^text\/csv\b/i.test(request.headers['content-type'] ?? '')) return refuse('request.not-csv')
  const bytes = await collect(request, FILE_BYTES_MAX)
  return bytes === undefined ? refuse('request.too-large') : { bytes }
}

/** An async iterator over the request costs more than all else that is done to it. */
function collect(request: IncomingMessage, bytesMax: number): Promise<Buffer | undefined> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= bytesMax) chunks.push(chunk)
      else if (bytes > bytesMax + LARGE.bytesMax * 16) request.destroy()
    })
    request.once('end', () => resolve(bytes > bytesMax ? undefined : Buffer.concat(chunks)))
    // Who hung up in the middle hears no answer, and is no failure of ours.
    request.once('error', () => resolve(undefined))
    request.once('close', () => resolve(undefined))
  })
}

function parseJson(text: string, keysMax: number): { json: unknown } | Refusal {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return refuse('command.malformed')
  }
  const keys = { left: keysMax }
  return fits(json, DEPTH_MAX, keys) ? { json } : refuse('request.too-deep')
}

/** Names that would reach into an object's prototype are refused with what is too deep. */
const FORBIDDEN_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Also for what comes over the socket, which is JSON already. */
export function fits(
  value: unknown,
  depth: number = DEPTH_MAX,
  keys: { left: number } = { left: LARGE.keysMax },
): boolean {
  if (typeof value !== 'object' || value === null) return true
  if (depth === 0) return false
  return Object.entries(value).every(([name, field]) => {
    keys.left -= 1
    return keys.left >= 0 && !FORBIDDEN_NAMES.has(name) && fits(field, depth - 1, keys)
  })
}
