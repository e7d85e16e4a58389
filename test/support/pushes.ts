import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const digest = 'sha256'
const derive = (key: Buffer, salt: Buffer, info: string | Buffer, bytes: number): Buffer =>
  Buffer.from(hkdfSync(digest, key, salt, info, bytes))

/** A browser as far as Web Push knows one: what it gives away, and how it reads what it is sent (RFC 8188, RFC 8291). */
function openBrowser() {
  const own = createECDH('prime256v1')
  const publicKey = own.generateKeys()
  const secret = randomBytes(16)
  return {
    keys: { p256dh: publicKey.toString('base64url'), auth: secret.toString('base64url') },
    read(body: Buffer): unknown {
      const salt = body.subarray(0, 16)
      const sender = body.subarray(21, 21 + body[20]!)
      const sealed = body.subarray(21 + sender.length)
      const both = Buffer.concat([Buffer.from('WebPush: info\0'), publicKey, sender])
      const key = derive(own.computeSecret(sender), secret, both, 32)
      const opening = createDecipheriv(
        'aes-128-gcm',
        derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
        derive(key, salt, 'Content-Encoding: nonce\0', 12),
      )
      opening.setAuthTag(sealed.subarray(-16))
      const text = Buffer.concat([opening.update(sealed.subarray(0, -16)), opening.final()])
      // One octet of 2 ends what was said; what follows it is padding.
      return JSON.parse(text.subarray(0, text.lastIndexOf(2)).toString())
    },
  }
}

/** The service of a browser's maker, on loopback: what it was given for each of its browsers, opened as they would. */
export async function openPushService() {
  const told: { at: string; notice: unknown; headers: IncomingMessage['headers'] }[] = []
  const browsers = new Map<string, ReturnType<typeof openBrowser>>()
  let answers = true
  let asked = 0
  const http = createServer(async (request, response) => {
    asked += 1
    const at = request.url ?? ''
    const body = await buffer(request)
    if (!answers) return
    const browser = browsers.get(at)
    if (browser !== undefined) told.push({ at, notice: browser.read(body), headers: request.headers })
    response.writeHead(browser === undefined ? 410 : 201).end()
  })
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`
  return {
    ...{ url, told, asked: () => asked },
    /** A browser that was let in: what its page hands to the hub. */
    subscription(at = `/${crypto.randomUUID()}`) {
      const browser = openBrowser()
      browsers.set(at, browser)
      return { endpoint: url + at, keys: browser.keys }
    },
    forget: () => browsers.clear(),
    /** Takes what it is sent, and says nothing. */
    fallSilent: () => {
      answers = false
    },
    close() {
      http.closeAllConnections()
      http.close()
    },
  }
}
export type PushService = Awaited<ReturnType<typeof openPushService>>
