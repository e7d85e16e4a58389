import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Middleware } from 'koa'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

interface Asset {
  type: string
  body: Buffer
  gzipped: Buffer
}

/** Paths that are the faces' own to route; each gets the same page, but for the phone, which has its own. */
const FACE = /^\/(board|kiosk|counter|tablet|parking|books|policies|pair|account)?$/
const PHONE = '/phone'

const fileOf = (path: string): string => (FACE.test(path) ? '/index.html' : path === PHONE ? '/phone.html' : path)

/**
 * The built faces, held in memory: no path of a request ever reaches the file system. A hub without built faces serves
 * its API all the same.
 */
export function serveFaces(folder: string): Middleware {
  const assets = readAssets(folder)
  return async (ctx, next) => {
    const asset = assets.get(fileOf(ctx.path))
    if (asset === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next()
    const gzip = ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
    ctx.type = asset.type
    ctx.set('Vary', 'Accept-Encoding')
    // Built files carry their hash in the name; the page itself is asked for anew each time.
    ctx.set('Cache-Control', ctx.path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
    if (gzip) ctx.set('Content-Encoding', 'gzip')
    ctx.body = gzip ? asset.gzipped : asset.body
  }
}

function readAssets(folder: string): Map<string, Asset> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(name => join(folder, name))
  return new Map(
    files
      .filter(path => statSync(path).isFile() && TYPES[extname(path)] !== undefined)
      .map(path => {
        const body = readFileSync(path)
        return [
          `/${relative(folder, path).replaceAll('\\', '/')}`,
          { type: TYPES[extname(path)]!, body, gzipped: gzipSync(body) },
        ]
      }),
  )
}
