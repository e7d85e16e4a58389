import Router from '@koa/router'
import { type Actor, Opener, PolicyTrialRequest, type Refusal, refuse, TicketId } from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

/** What these routes need of the house. */
export interface ExemptionPorts {
  /** History of a business day, plates in the clear for those who may see them. */
  ofDay(hallId: string, businessDay: string): Promise<object[]>
  /** What a policy would have come to on past days. */
  tryPolicy(hallId: string, request: PolicyTrialRequest): Promise<object | Refusal>
  /** Cars inside by the last characters of their plates, for the ticket of who asks. */
  askForCars(hallId: string, question: CarQuestion, actor: Actor, address: string): Promise<object | Refusal>
  present(ctx: Context, refusal: Refusal): void
}

const Day = z.iso.date()
const CarQuestion = z.strictObject({ ticketId: TicketId, ending: z.string().max(32), opener: Opener.optional() })
type CarQuestion = z.infer<typeof CarQuestion>

export function exemptionRoutes(ports: ExemptionPorts): Router {
  const router = new Router()

  router.get('/api/halls/:hall/exemptions', async ctx => {
    const hallId = allowed(ctx, ['manager', 'operator', 'admin'], ports)
    if (hallId === undefined) return
    const day = Day.safeParse(ctx.query['day'])
    if (!day.success) return ports.present(ctx, refuse('command.malformed'))
    ctx.body = await ports.ofDay(hallId, day.data)
  })

  router.post('/api/halls/:hall/policy-trials', async ctx => {
    const hallId = allowed(ctx, ['manager', 'admin'], ports)
    if (hallId === undefined) return
    const request = PolicyTrialRequest.safeParse(ctx.state['json'])
    if (!request.success) return ports.present(ctx, refuse('command.malformed'))
    const told = await ports.tryPolicy(hallId, request.data)
    if ('refused' in told) return ports.present(ctx, told)
    ctx.body = told
  })

  router.post('/api/halls/:hall/cars', async ctx => {
    const actor: Actor | undefined = ctx.state['actor']
    const hallId: string = ctx.params['hall'] ?? ''
    if (!mayBind(actor, hallId))
      return ports.present(ctx, refuse(actor === undefined ? 'access.unknown' : 'access.denied'))
    const question = CarQuestion.safeParse(ctx.state['json'])
    if (!question.success) return ports.present(ctx, refuse('command.malformed'))
    if (actor.kind === 'citizen' && actor.ticketId !== question.data.ticketId)
      return ports.present(ctx, refuse('access.denied'))
    const told = await ports.askForCars(hallId, question.data, actor, ctx.ip)
    if ('refused' in told) return ports.present(ctx, told)
    ctx.body = told
  })

  return router
}

/** Those who may bind a plate to a ticket of this hall. */
const mayBind = (actor: Actor | undefined, hallId: string): actor is Extract<Actor, { hallId: string }> =>
  actor !== undefined &&
  'hallId' in actor &&
  actor.hallId === hallId &&
  (actor.kind === 'citizen' || actor.device === 'tablet' || actor.device === 'kiosk')

/** The hall, where this staff member may; else he was told why not. */
function allowed(ctx: Context, roles: readonly string[], { present }: ExemptionPorts): string | undefined {
  const actor: Actor | undefined = ctx.state['actor']
  const hallId: string = ctx['params']['hall'] ?? ''
  if (actor?.kind === 'staff' && roles.includes(actor.role) && actor.hallIds.includes(hallId)) return hallId
  present(ctx, refuse(actor === undefined ? 'access.unknown' : 'access.denied'))
  return undefined
}
