import Router from '@koa/router'
import { DeviceId, PublicKey, type Refusal, refuse, Signature } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

/** What these routes need of the house. */
export interface DevicePorts {
  pair(code: string, publicKey: string, address: string, loopback: boolean): Promise<object | Refusal>
  /** Links that pair a face with one click; only ever handed to a browser on this machine. */
  pairingLinks(): object[]
  /** What the device is to sign. */
  challenge(deviceId: string): string
  /** A token for a day, for who signed the challenge with the key of the device. */
  token(deviceId: string, challenge: string, signature: string): { token: string; expiresAt: string } | Refusal
  isLoopback(ctx: Context): boolean
  present(ctx: Context, refusal: Refusal): void
}

const Pair = z.strictObject({ code: z.string().min(8).max(200), publicKey: PublicKey })
const Asking = z.strictObject({ deviceId: DeviceId })
const Proof = z.strictObject({
  deviceId: DeviceId,
  challenge: z.string().min(1).max(400),
  signature: Signature,
})

export function deviceRoutes(ports: DevicePorts): Router {
  const router = new Router()

  router.post('/api/pair', async ctx => {
    const json: unknown = ctx.state['json']
    const body = Pair.safeParse(json)
    if (!body.success)
      return ports.present(ctx, refuse(lacksKey(json) ? 'device.key-missing' : 'device.invite-invalid'))
    const paired = await ports.pair(body.data.code, body.data.publicKey, ctx.ip, ports.isLoopback(ctx))
    if ('refused' in paired) return ports.present(ctx, paired as Refusal)
    ctx.status = 201
    ctx.body = paired
  })

  router.get('/api/pairing-links', ctx => {
    if (!ports.isLoopback(ctx)) return ports.present(ctx, refuse('access.denied'))
    ctx.body = ports.pairingLinks()
  })

  router.post('/api/devices/challenge', ctx => {
    const body = Asking.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    ctx.body = { challenge: ports.challenge(body.data.deviceId) }
  })

  router.post('/api/devices/token', ctx => {
    const body = Proof.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const { deviceId, challenge, signature } = body.data
    const proved = ports.token(deviceId, challenge, signature)
    if ('refused' in proved) return ports.present(ctx, proved)
    ctx.body = proved
  })

  return router
}

/** A browser that cannot make a key is told that, and not that its code is wrong. */
const lacksKey = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && !PublicKey.safeParse((json as { publicKey?: unknown }).publicKey).success
