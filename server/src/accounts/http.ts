import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { toDataURL } from 'qrcode'
import { z } from 'zod'
import type { StaffActor } from './store.ts'

/** What somebody shows to prove who he is, and where from. */
export interface Proof {
  staffId: string
  password: string
  code?: string | undefined
  address: string
}

/** What these routes need of the house. */
export interface AccountPorts {
  /** Each returns the credential of a new session, or why there is none. */
  logIn(proof: Proof): Promise<string | Refusal>
  choosePassword(proof: Proof, newPassword: string): Promise<string | Refusal>
  offerFactor(proof: Proof): Promise<{ secret: string; uri: string; sealedSecret: string } | Refusal>
  setFactor(staffId: string, sealedSecret: string, code: string): Promise<Refusal | undefined>
  endFactor(proof: Proof): Promise<Refusal | undefined>
  /** Whose session it is, also when a password must be chosen first. */
  session(credential: string): Promise<{ actor: StaffActor; mustChange: boolean } | undefined>
  endSession(credential: string): Promise<void>
  /** Every staff credential the request shows: as a bearer, as a cookie. */
  credentialsOf(ctx: Context): string[]
  hasFactor(staffId: string): boolean
  me(actor: Actor): object
  cookie: { name: string; secure: boolean }
  present(ctx: Context, refusal: Refusal): void
}

const Password = z.string().min(1).max(256)
const Code = z.string().regex(/^\d{6}$/)
const LogIn = z.strictObject({ staffId: z.string().min(1).max(64), password: Password, code: Code.optional() })
const Choice = z.strictObject({ password: Password, newPassword: z.string().max(256), code: Code.optional() })
const Known = z.strictObject({ password: Password, code: Code.optional() })
const Factor = z.strictObject({ sealedSecret: z.string().max(200), code: Code })

const isRefused = (result: string | object | undefined): result is Refusal =>
  typeof result === 'object' && 'refused' in result

export function accountRoutes(ports: AccountPorts): Router {
  const router = new Router()

  router.post('/api/login', async ctx => {
    const body = LogIn.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    await begin(ctx, ports, await ports.logIn({ ...body.data, address: ctx.ip }))
  })

  router.post('/api/logout', async ctx => {
    for (const credential of ports.credentialsOf(ctx)) await ports.endSession(credential)
    setCookie(ctx, ports, null)
    ctx.body = { ok: true }
  })

  /** Says that somebody sits before the screen, so that the session does not end under his hands. */
  router.post('/api/here', ctx => {
    if (ctx.state['actor'] === undefined) return ports.present(ctx, refuse('access.unknown'))
    ctx.body = { ok: true }
  })

  router.get('/api/me', ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    ctx.body = ports.me(actor)
  })

  ownRoutes(router, ports)
  return router
}

/** What everybody on the staff keeps of his own: password and second factor. Each asks for the password again. */
function ownRoutes(router: Router, ports: AccountPorts): void {
  const staffOf = (ctx: Context): StaffActor | undefined => {
    const actor: Actor | undefined = ctx.state['actor']
    return actor?.kind === 'staff' ? actor : undefined
  }
  const stranger = (ctx: Context): void =>
    ports.present(ctx, refuse(ctx.state['actor'] === undefined ? 'access.unknown' : 'access.denied'))

  router.post('/api/password', async ctx => {
    const staffId = (ctx.state['session'] as { actor: StaffActor } | undefined)?.actor.staffId
    if (staffId === undefined) return stranger(ctx)
    const body = Choice.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const { newPassword, ...proof } = body.data
    await begin(ctx, ports, await ports.choosePassword({ ...proof, staffId, address: ctx.ip }, newPassword))
  })

  router.get('/api/second-factor', ctx => {
    const staff = staffOf(ctx)
    if (staff === undefined) return stranger(ctx)
    ctx.body = { isSet: ports.hasFactor(staff.staffId) }
  })

  router.post('/api/second-factor/offer', async ctx => {
    const staff = staffOf(ctx)
    if (staff === undefined) return stranger(ctx)
    const body = Known.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const offer = await ports.offerFactor({ ...body.data, staffId: staff.staffId, address: ctx.ip })
    if (isRefused(offer)) return ports.present(ctx, offer)
    ctx.body = { secret: offer.secret, sealedSecret: offer.sealedSecret, qr: await toDataURL(offer.uri) }
  })

  router.post('/api/second-factor', async ctx => {
    const staff = staffOf(ctx)
    if (staff === undefined) return stranger(ctx)
    const body = Factor.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const refusal = await ports.setFactor(staff.staffId, body.data.sealedSecret, body.data.code)
    if (refusal !== undefined) return ports.present(ctx, refusal)
    ctx.body = { isSet: true }
  })

  router.post('/api/second-factor/end', async ctx => {
    const staff = staffOf(ctx)
    if (staff === undefined) return stranger(ctx)
    const body = Known.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const refusal = await ports.endFactor({ ...body.data, staffId: staff.staffId, address: ctx.ip })
    if (refusal !== undefined) return ports.present(ctx, refusal)
    ctx.body = { isSet: false }
  })
}

/** TLS may end at a proxy; the cookie is for the browser, which has it. */
function setCookie(ctx: Context, { cookie: { name, secure } }: AccountPorts, value: string | null): void {
  ctx.cookies.secure = secure
  ctx.cookies.set(name, value, { httpOnly: true, sameSite: 'strict', secure, path: '/', overwrite: true })
}

/** Starts the session that was opened, and ends the one the request came with: a session is never carried over. */
async function begin(ctx: Context, ports: AccountPorts, opened: string | Refusal): Promise<void> {
  if (isRefused(opened)) return ports.present(ctx, opened)
  for (const credential of ports.credentialsOf(ctx)) await ports.endSession(credential)
  const session = await ports.session(opened)
  if (session === undefined) return ports.present(ctx, refuse('access.unknown'))
  setCookie(ctx, ports, opened)
  const { staffId, name: staffName, role, hallIds, lotIds } = session.actor
  ctx.body = {
    ...{ ok: true, staffId, name: staffName, role, hallIds, lotIds, credential: opened },
    ...(session.mustChange ? { mustChangePassword: true } : {}),
  }
}
