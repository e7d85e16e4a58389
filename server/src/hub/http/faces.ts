import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import { VOICE_PATH } from '@pingting/contract/words/board/voice'
import type { Middleware } from 'koa'

type Types = Readonly<Record<string, string>>
/** What a board's voice is made of. */
const VOICE_TYPES: Types = {
  '.json': 'application/json; charset=utf-8',
  '.opus': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
}
const TYPES: Types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  ...VOICE_TYPES,
}

interface Asset {
  type: string
  body: Buffer
  /** Absent of a recording, which is packed already. */
  gzipped?: Buffer
}

/** Paths that are the faces' own to route; each gets the same page, but for what citizens open at home, which have their own. */
const FACE =
  /^\/(board|wall|kiosk|counter|tablet|office|parking|booth|books|policies|admin|appointments|pair|account)?$/
const OWN: Readonly<Record<string, string>> = { '/phone': '/phone.html', '/book': '/book.html' }

const fileOf = (path: string): string => (FACE.test(path) ? '/index.html' : (OWN[path] ?? path))

/**
 * The built faces, held in memory: no path of a request ever reaches the file system. A hub without built faces serves
 * its API all the same.
 */
export const serveFaces = (folder: string): Middleware => serve(readAssets(folder, TYPES, ''))

/** What halls laid down for their boards to say, by hall, as it stood when the hub started. */
export const serveVoices = (folder: string): Middleware => serve(readAssets(folder, VOICE_TYPES, `${VOICE_PATH}halls`))

function serve(assets: ReadonlyMap<string, Asset>): Middleware {
  return async (ctx, next) => {
    const asset = assets.get(fileOf(ctx.path))
    if (asset === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    const gzip = asset.gzipped !== undefined && ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
    ctx.type = asset.type
    ctx.set('Vary', 'Accept-Encoding')
    // Built files carry their hash in the name; the page itself is asked for anew each time.
    ctx.set('Cache-Control', ctx.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (gzip) ctx.set('Content-Encoding', 'gzip')
    ctx.body = gzip ? asset.gzipped : asset.body
  }
}

function readAssets(folder: string, types: Types, below: string): Map<string, Asset> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name))
  return new Map(
    files
      .filter(path => statSync(path).isFile() && types[extname(path)] !== undefined)
      .map(path => [`${below}/${relative(folder, path).replaceAll('\\', '/')}`, assetOf(path, types)]),
  )
}

function assetOf(path: string, types: Types): Asset {
  const [type, body] = [types[extname(path)]!, readFileSync(path)]
  return { type, body, ...(!type.startsWith('audio/') && { gzipped: gzipSync(body) }) }
}
