import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { toString as qrSvg } from 'qrcode'

export interface TicketPorts {
  /** The ticket of today behind a short code. */
  byCode(
    hallId: string,
    code: string,
    deviceId: string,
    use?: 'slip',
  ): Promise<{ ticketId: string; number: string; status: string } | Refusal>
  print(slip: SlipWish): Promise<Refusal | undefined>
  /** What a browser needs to let itself be told; absent where nobody is told. */
  pushKey: string | undefined
  /** From now on the phone of a ticket is told. @returns why not */
  subscribe(citizen: Extract<Actor, { kind: 'citizen' }>, input: unknown): Promise<Refusal | undefined>
  present(ctx: Context, refusal: Refusal): void
}

/** Whose slip is printed where. */
export interface SlipWish {
  hallId: string
  ticketId: string
  deviceId: string
  language: 'zh-CN' | 'en'
  /** Nobody waits for it any more: what has not begun is not printed. */
  isGone(): boolean
}

const TEXT_MAX = 300

export function ticketRoutes(ports: TicketPorts): Router {
  const router = new Router()

  router.get('/api/halls/:hall/tickets/by-code/:code', async ctx => {
    const actor = kioskOf(ctx)
    if ('refused' in actor) return ports.present(ctx, actor)
    const found = await ports.byCode(actor.hallId, ctx.params['code'] ?? '', actor.deviceId)
    if ('refused' in found) return ports.present(ctx, found)
    ctx.body = found
  })

  /** Prints the slip of a ticket again or for the first time, for who has its code. */
  router.post('/api/halls/:hall/slips', async ctx => {
    const actor = kioskOf(ctx)
    if ('refused' in actor) return ports.present(ctx, actor)
    const { code, language } = (ctx.state['json'] ?? {}) as Record<string, unknown>
    if (typeof code !== 'string' || !isLanguage(language)) return ports.present(ctx, refuse('command.malformed'))
    const { hallId, deviceId } = actor
    const found = await ports.byCode(hallId, code, deviceId, 'slip')
    if ('refused' in found) return ports.present(ctx, found)
    const { ticketId } = found
    const isGone = () => ctx.req.socket.destroyed
    const hindrance = await ports.print({ hallId, ticketId, deviceId, language, isGone })
    if (hindrance !== undefined) return ports.present(ctx, hindrance)
    ctx.body = { printed: true }
  })

  router.get('/api/push', ctx => {
    if (ports.pushKey === undefined) return ports.present(ctx, refuse('push.off'))
    ctx.body = { key: ports.pushKey }
  })

  router.post('/api/push', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    if (actor?.kind !== 'citizen') return ports.present(ctx, refuse(actor ? 'access.denied' : 'access.unknown'))
    if (ports.pushKey === undefined) return ports.present(ctx, refuse('push.off'))
    const hindrance = await ports.subscribe(actor, ctx.state['json'])
    if (hindrance !== undefined) return ports.present(ctx, hindrance)
    ctx.body = { subscribed: true }
  })

  router.get('/api/qr.svg', async ctx => {
    const text = ctx.query['text']
    if (typeof text !== 'string' || text.length === 0 || text.length > TEXT_MAX) {
      return ports.present(ctx, refuse('command.malformed'))
    }
    ctx.type = 'image/svg+xml'
    ctx.set('Cache-Control', 'private, max-age=3600')
    ctx.body = await qrSvg(text, { type: 'svg', margin: 1, errorCorrectionLevel: 'M' })
  })

  return router
}

const isLanguage = (text: unknown): text is 'zh-CN' | 'en' => text === 'zh-CN' || text === 'en'

/** The kiosk of this hall that asks, or why nobody else may. */
function kioskOf(ctx: Context): Extract<Actor, { kind: 'device' }> | Refusal {
  const actor: Actor | undefined = ctx.state['actor']
  if (actor === undefined) return refuse('access.unknown')
  const its = actor.kind === 'device' && actor.device === 'kiosk' && actor.hallId === ctx.params['hall']
  return its ? actor : refuse('access.denied')
}
