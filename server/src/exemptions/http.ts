import Router from '@koa/router'
import { type Actor, type Refusal, refuse } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

/** What these routes need of the house. */
export interface ExemptionPorts {
  /** Signs one sending of an order; refused unless the exemption is open and the bridge holds the lot. */
  signGrant(lotId: string, request: GrantSignature): Promise<object | Refusal>
  signRevoke(lotId: string, request: RevokeSignature): Promise<object | Refusal>
  /** History of a business day, plates in the clear for those who may see them. */
  ofDay(hallId: string, businessDay: string): Promise<object[]>
  present(ctx: Context, refusal: Refusal): void
}

const epoch = z.int().min(1)
const GrantSignature = z.strictObject({
  op: z.literal('grant'),
  exemptionId: z.uuid(),
  submitDeadline: z.iso.datetime({ precision: 3 }),
  bridgeEpoch: epoch,
})
export type GrantSignature = z.infer<typeof GrantSignature>
const RevokeSignature = z.strictObject({
  op: z.literal('revoke'),
  exemptionId: z.uuid(),
  key: z.uuid(),
  bridgeEpoch: epoch,
})
export type RevokeSignature = z.infer<typeof RevokeSignature>
const Signature = z.discriminatedUnion('op', [GrantSignature, RevokeSignature])
const Day = z.iso.date()

export function exemptionRoutes(ports: ExemptionPorts): Router {
  const router = new Router()

  router.post('/api/lots/:lot/signatures', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const lotId = ctx.params['lot'] ?? ''
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    if (actor.kind !== 'bridge' || !actor.lotIds.includes(lotId)) return ports.present(ctx, refuse('access.denied'))
    const body = Signature.safeParse(ctx.state['json'])
    if (!body.success) return ports.present(ctx, refuse('command.malformed'))
    const signed =
      body.data.op === 'grant' ? await ports.signGrant(lotId, body.data) : await ports.signRevoke(lotId, body.data)
    if ('refused' in signed) return ports.present(ctx, signed as Refusal)
    ctx.body = signed
  })

  router.get('/api/halls/:hall/exemptions', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const hallId = ctx.params['hall'] ?? ''
    if (actor === undefined) return ports.present(ctx, refuse('access.unknown'))
    if (actor.kind !== 'staff' || actor.role === 'clerk' || !actor.hallIds.includes(hallId)) {
      return ports.present(ctx, refuse('access.denied'))
    }
    const day = Day.safeParse(ctx.query['day'])
    if (!day.success) return ports.present(ctx, refuse('command.malformed'))
    ctx.body = await ports.ofDay(hallId, day.data)
  })

  return router
}
