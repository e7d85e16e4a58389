import Router from '@koa/router'
import {
  type Actor,
  type Answer,
  At,
  type BookableDay,
  type BookableHall,
  CommandId,
  Day,
  type DayLoad,
  type KeptAppointment,
  type Refusal,
  refuse,
  ServiceCode,
} from '@pingting/contract'
import type { Context } from 'koa'
import { z } from 'zod'

type Kept = Promise<KeptAppointment | Refusal>

export interface AppointmentPorts {
  halls(): object[]
  hall(hallId: string): BookableHall | Refusal
  days(hallId: string, serviceCode: string): { days: BookableDay[] } | Refusal
  load(hallId: string, day: string): DayLoad | Refusal
  book(hallId: string, wish: z.infer<typeof BookWish>, address: string): Kept
  look(hallId: string, code: string, address: string): Kept
  move(hallId: string, code: string, wish: { commandId: string; startsAt: string }, address: string): Kept
  cancel(hallId: string, code: string, wish: { commandId: string }, address: string): Promise<object | Refusal>
  checkIn(hallId: string, code: string, wish: { commandId: string }, actor: Actor): Promise<Answer | Refusal>
  present(ctx: Context, refusal: Refusal): void
  presentAnswer(ctx: Context, answer: Answer): void
}

/** As it is typed: in groups, in small letters. */
const Code = z.string().min(1).max(20)
export const BookWish = z.strictObject({ commandId: CommandId, serviceCode: ServiceCode, startsAt: At })
export const LookWish = z.strictObject({ code: Code })
export const MoveWish = z.strictObject({ commandId: CommandId, code: Code, startsAt: At })
export const CodeWish = z.strictObject({ commandId: CommandId, code: Code })

/** What a citizen asks of his appointment stands in the body of a request: an address is written down on its way. */
export function appointmentRoutes(ports: AppointmentPorts): Router {
  const router = new Router()
  const { present } = ports
  const hallOf = (ctx: Context): string => ctx['params'].hall ?? ''
  const tell = (ctx: Context, told: object): void => {
    if ('refused' in told) present(ctx, told as Refusal)
    else ctx.body = told
  }
  const wished =
    <T>(schema: z.ZodType<T>, act: (ctx: Context, wish: T) => Promise<object>) =>
    async (ctx: Context): Promise<void> => {
      const wish = schema.safeParse(ctx.state['json'])
      tell(ctx, wish.success ? await act(ctx, wish.data) : refuse('command.malformed'))
    }

  router.get('/api/bookable', ctx => tell(ctx, ports.halls()))
  router.get('/api/halls/:hall/bookable', ctx => tell(ctx, ports.hall(hallOf(ctx))))
  router.get('/api/halls/:hall/bookable/:service', ctx =>
    tell(ctx, ports.days(hallOf(ctx), ctx.params['service'] ?? '')),
  )

  router.post(
    '/api/halls/:hall/appointments',
    wished(BookWish, (ctx, wish) => ports.book(hallOf(ctx), wish, ctx.ip)),
  )
  router.post(
    '/api/halls/:hall/appointments/look',
    wished(LookWish, (ctx, { code }) => ports.look(hallOf(ctx), code, ctx.ip)),
  )
  router.post(
    '/api/halls/:hall/appointments/move',
    wished(MoveWish, (ctx, { code, ...wish }) => ports.move(hallOf(ctx), code, wish, ctx.ip)),
  )
  router.post(
    '/api/halls/:hall/appointments/cancel',
    wished(CodeWish, (ctx, { code, ...wish }) => ports.cancel(hallOf(ctx), code, wish, ctx.ip)),
  )

  router.post('/api/halls/:hall/appointments/check-in', async ctx => {
    const actor = actorIn(ctx, actor => actor.kind === 'device' && actor.device === 'kiosk')
    if ('refused' in actor) return present(ctx, actor)
    const wish = CodeWish.safeParse(ctx.state['json'])
    if (!wish.success) return present(ctx, refuse('command.malformed'))
    const { code, commandId } = wish.data
    const answer = await ports.checkIn(hallOf(ctx), code, { commandId }, actor)
    if ('refused' in answer) present(ctx, answer)
    else ports.presentAnswer(ctx, answer)
  })

  router.get('/api/halls/:hall/days/:day/appointments', ctx => {
    const actor = actorIn(ctx, () => false)
    if ('refused' in actor) return present(ctx, actor)
    const day = Day.safeParse(ctx.params['day'])
    tell(ctx, day.success ? ports.load(hallOf(ctx), day.data) : refuse('command.malformed'))
  })

  return router
}

/** Who asks: the counter staff of this hall, or a device of it that may; else why not. */
function actorIn(ctx: Context, mayDevice: (actor: Actor) => boolean): Actor | Refusal {
  const actor: Actor | undefined = ctx.state['actor']
  const hallId = ctx['params'].hall
  if (actor === undefined) return refuse('access.unknown')
  if (actor.kind === 'staff' && actor.role !== 'operator' && actor.hallIds.includes(hallId)) return actor
  return actor.kind === 'device' && actor.hallId === hallId && mayDevice(actor) ? actor : refuse('access.denied')
}
