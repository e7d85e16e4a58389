import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'
import type { StaffActor } from './store.ts'

/** What these routes need of the house. */
export interface AccountPorts {
  /** @returns the person, when account and password fit. */
  logIn(
    staffId: string,
    password: string,
    address: string,
  ): Promise<{ actor: StaffActor; credential: string } | Refusal>
  logOut(credential: string): Promise<void>
  me(actor: Actor): object
  pair(code: string, address: string, loopback: boolean): Promise<object | Refusal>
  /** Links that pair a face with one click; only ever handed to a browser on this machine. */
  pairingLinks(): object[]
  isLoopback(ctx: Context): boolean
  cookie: { name: string; secure: boolean }
  present(ctx: Context, refusal: Refusal): void
}

const LogIn = z.strictObject({ staffId: z.string().min(1).max(64), password: z.string().min(1).max(256) })
const Pair = z.strictObject({ code: z.string().min(8).max(200) })

export function accountRoutes(ports: AccountPorts): Router {
  const router = new Router()
  const { name, secure } = ports.cookie

  router.post('/api/login', async ctx => {
    const body = LogIn.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const result = await ports.logIn(body.data.staffId, body.data.password, ctx.ip)
    if ('refused' in result) return ports.present(ctx, result)
    ctx.cookies.set(name, result.credential, { httpOnly: true, sameSite: 'strict', secure, path: '/', overwrite: true })
    const { staffId, name: staffName, role, hallIds, lotIds } = result.actor
    ctx.body = { ok: true, staffId, name: staffName, role, hallIds, lotIds, credential: result.credential }
  })

  router.post('/api/logout', async ctx => {
    const credential = ctx.cookies.get(name)
    if (credential !== undefined) await ports.logOut(credential)
    ctx.cookies.set(name, null, { path: '/' })
    ctx.body = { ok: true }
  })

  router.get('/api/me', ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    ctx.body = ports.me(actor)
  })

  router.post('/api/pair', async ctx => {
    const body = Pair.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('device.invite-invalid'))
    const result = await ports.pair(body.data.code, ctx.ip, ports.isLoopback(ctx))
    if ('refused' in result) return ports.present(ctx, result as Refusal)
    ctx.status = 201
    ctx.body = result
  })

  router.get('/api/pairing-links', ctx => {
    if (!ports.isLoopback(ctx)) return ports.present(ctx, refuse('access.denied'))
    ctx.body = ports.pairingLinks()
  })

  return router
}
