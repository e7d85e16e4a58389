import Router from '@koa/router'
import {
  type Actor,
  Day,
  type Deeds,
  HallId,
  type HallSetup,
  isRefusal,
  LotId,
  type Refusal,
  refusals,
  refuse,
  StaffId,
  StaffRole,
} from '@pingting/contract'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import type { Question } from './deeds.ts'
import type { Given, Newcomers } from './newcomers.ts'

export interface AdminPorts {
  setup(hallId: string): HallSetup | undefined
  deeds(hallId: string, question: Question): Promise<Deeds | Refusal>
  newcomers: Newcomers
  present(ctx: Context, refusal: Refusal): void
}

type Staff = Extract<Actor, { kind: 'staff' }>

const commandId = z.uuid()
const Asked = z.strictObject({
  day: Day,
  who: z.enum(['staff', 'device', 'citizen', 'bridge', 'system']).optional(),
  staffId: StaffId.optional(),
  about: z
    .string()
    .regex(/^[a-z]{1,20}$/)
    .optional(),
})
const Created = z.strictObject({
  ...{ commandId, staffId: StaffId, name: z.string().trim().min(1).max(40), role: StaffRole },
  ...{ hallIds: z.array(HallId).max(64), lotIds: z.array(LotId).max(64) },
})
const Renewed = z.strictObject({ commandId })

/** What is asked and done by whoever sets a hall up, beyond commands. */
export function adminRoutes(ports: AdminPorts): Router {
  const router = new Router()
  const { present, newcomers } = ports

  /** Lets staff of these roles through, and of a hall only its own. */
  const only =
    (roles: readonly Staff['role'][], then: (ctx: Context, staff: Staff) => void | Promise<void>): Middleware =>
    async ctx => {
      const actor: Actor | undefined = ctx.state['actor']
      if (actor === undefined) return present(ctx, refuse('access.unknown'))
      const hallId: string | undefined = ctx['params'].hall
      const may = actor.kind === 'staff' && roles.includes(actor.role)
      if (!may || (hallId !== undefined && !actor.hallIds.includes(hallId)))
        return present(ctx, refuse('access.denied'))
      await then(ctx, actor)
    }

  router.get(
    '/api/halls/:hall/setup',
    only(['manager', 'admin'], ctx => {
      const setup = ports.setup(ctx['params'].hall)
      if (setup === undefined) return present(ctx, refuse('hall.unknown'))
      ctx.body = setup
    }),
  )
  router.get(
    '/api/halls/:hall/audit',
    only(['admin'], async ctx => {
      const asked = Asked.safeParse({ ...ctx.query })
      if (!asked.success) return present(ctx, refuse('command.malformed'))
      const deeds = await ports.deeds(ctx['params'].hall, asked.data)
      if (isRefusal(deeds)) return present(ctx, deeds)
      ctx.body = deeds
    }),
  )
  router.get(
    '/api/accounts',
    only(['admin'], ctx => {
      ctx.body = newcomers.list()
    }),
  )
  router.post(
    '/api/accounts',
    only(['admin'], async (ctx, staff) => {
      const body = Created.safeParse(ctx.state['json'])
      if (!body.success) return present(ctx, refuse('command.malformed'))
      give(ctx, await newcomers.create(body.data, staff))
    }),
  )
  router.post(
    '/api/accounts/:staff/password',
    only(['admin'], async (ctx, staff) => {
      const body = Renewed.safeParse(ctx.state['json'])
      if (!body.success) return present(ctx, refuse('command.malformed'))
      give(ctx, await newcomers.renew(ctx['params'].staff, body.data.commandId, staff))
    }),
  )
  return router
}

/** 201 for a new effect, 200 for a repeat, the refusal's own status otherwise. */
function give(ctx: Context, given: Given): void {
  ctx.status = given.ok ? (given.replayed ? 200 : 201) : refusals[given.code as keyof typeof refusals].status
  ctx.body = given
}
