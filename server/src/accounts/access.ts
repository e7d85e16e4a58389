import {
  type Actor,
  type Command,
  type CommandOf,
  type DeviceKind,
  type Refusal,
  refuse,
  type StaffRole,
  type StreamName,
} from '@pingting/contract'

/** Where the command goes. */
interface Place {
  kind: 'hall' | 'lot' | 'city'
  id: string
  /** The lots of the hall, when it is one. */
  lotIds: readonly string[]
}

type May<C extends Command = Command> = (actor: Actor, place: Place, command: C) => boolean

const COUNTER_STAFF: readonly StaffRole[] = ['clerk', 'manager', 'admin']
const HALL_STAFF: readonly StaffRole[] = ['manager', 'admin']
const PARKING_STAFF: readonly StaffRole[] = ['operator', 'admin']

/** Staff act where they belong, whatever their role. */
const staff =
  (roles: readonly StaffRole[]): May =>
  (actor, place) =>
    actor.kind === 'staff' && roles.includes(actor.role) && belongs(actor, place)

function belongs(actor: Extract<Actor, { kind: 'staff' }>, { kind, id }: Place): boolean {
  if (kind === 'hall') return actor.hallIds.includes(id)
  return kind === 'lot' ? actor.lotIds.includes(id) : true
}

const device =
  (...kinds: readonly DeviceKind[]): May =>
  (actor, { kind, id }) =>
    actor.kind === 'device' && kinds.includes(actor.device) && kind === 'hall' && actor.hallId === id

const citizen: May<Extract<Command, { ticketId: string }>> = (actor, { kind, id }, { ticketId }) =>
  actor.kind === 'citizen' && kind === 'hall' && actor.hallId === id && actor.ticketId === ticketId

/** The gate's answers come from the bridge of a lot of that hall. */
const bridge: May = (actor, { kind, id, lotIds }) =>
  actor.kind === 'bridge' && (kind === 'lot' ? [id] : kind === 'hall' ? lotIds : []).some(l => actor.lotIds.includes(l))

const nobodyElse: May = () => false

const any =
  <C extends Command>(...rules: readonly May<C>[]): May<C> =>
  (actor, place, command) =>
    rules.some(may => may(actor, place, command))

const counterStaff = staff(COUNTER_STAFF)
const hallStaff = staff(HALL_STAFF)
const parkingStaff = staff(PARKING_STAFF)
const admin = staff(['admin'])
/** Both sides of the books: who keeps the hall's, and who keeps the car park's. */
const booksStaff = staff(['manager', 'operator', 'admin'])
const signs: May<CommandOf<'settlement.sign'>> = (actor, place, command) =>
  (command.side === 'hall' ? hallStaff : parkingStaff)(actor, place, command)

/** Who may send what, besides the system, which may everything. */
const rules: { [T in Command['type']]: May<CommandOf<T>> } = {
  'hall.open': admin,
  'hall.closeDay': hallStaff,
  'hall.restore': nobodyElse,
  'hall.eraseDay': nobodyElse,
  'hall.describe': admin,
  'hall.setCounter': admin,
  'hall.setService': admin,
  'hall.setHours': hallStaff,
  'hall.setWaitLimit': hallStaff,
  'hall.setRealName': admin,
  'device.invite': hallStaff,
  // Sent by the hub itself, for a device that has shown its pairing code.
  'device.enrol': nobodyElse,
  'device.revoke': hallStaff,
  'counter.open': counterStaff,
  'counter.pause': counterStaff,
  'counter.resume': counterStaff,
  'counter.close': counterStaff,
  'counter.undo': counterStaff,
  'ticket.take': any(hallStaff, device('kiosk')),
  'ticket.lease': device('kiosk'),
  'ticket.handIn': device('kiosk'),
  'ticket.callNext': counterStaff,
  'ticket.callOne': counterStaff,
  'ticket.recall': counterStaff,
  'ticket.arrive': counterStaff,
  'ticket.finish': counterStaff,
  'ticket.hold': counterStaff,
  'ticket.return': counterStaff,
  'ticket.transfer': counterStaff,
  'ticket.miss': counterStaff,
  'ticket.recycle': counterStaff,
  'ticket.cancel': any<CommandOf<'ticket.cancel'>>(counterStaff, citizen),
  // A citizen shows his code to a route; the hub then asks in its own name.
  'appointment.book': nobodyElse,
  'appointment.move': nobodyElse,
  'appointment.cancel': nobodyElse,
  'appointment.checkIn': any(counterStaff, device('kiosk')),
  'appointment.miss': nobodyElse,
  'evaluation.submit': any<CommandOf<'evaluation.submit'>>(device('tablet', 'kiosk'), citizen),
  'evaluation.lapse': nobodyElse,
  'rectification.take': hallStaff,
  'rectification.extend': hallStaff,
  'rectification.reply': hallStaff,
  'rectification.approve': hallStaff,
  'rectification.return': hallStaff,
  'plate.bind': any<CommandOf<'plate.bind'>>(device('tablet', 'kiosk'), citizen),
  'plate.choose': any<CommandOf<'plate.choose'>>(device('tablet', 'kiosk'), citizen),
  'plate.match': parkingStaff,
  'exemption.consider': nobodyElse,
  'exemption.confirm': bridge,
  'exemption.refuse': bridge,
  'exemption.doubt': bridge,
  'exemption.freeze': bridge,
  'exemption.impound': nobodyElse,
  'exemption.send': bridge,
  'exemption.recordRevocation': bridge,
  'exemption.honour': nobodyElse,
  'exemption.expire': nobodyElse,
  'exemption.settle': parkingStaff,
  'exemption.proposeWriteOff': parkingStaff,
  'exemption.approveWriteOff': parkingStaff,
  'policy.adopt': hallStaff,
  'policy.withdraw': hallStaff,
  'lot.open': admin,
  'lot.lease': bridge,
  'lot.report': bridge,
  'lot.recordLedger': bridge,
  'lot.link': bridge,
  'lot.loseLink': nobodyElse,
  'lot.recordHealth': bridge,
  'lot.restore': nobodyElse,
  'lot.signOff': parkingStaff,
  'lot.reviewPlate': parkingStaff,
  'lot.findPhantoms': nobodyElse,
  'lot.takeBackPhantom': parkingStaff,
  'lot.recordPhantom': bridge,
  'lot.eraseDay': nobodyElse,
  'settlement.find': nobodyElse,
  'settlement.noteLate': nobodyElse,
  'settlement.closeShift': nobodyElse,
  'settlement.draw': nobodyElse,
  'settlement.sign': signs,
  'settlement.closeMonth': hallStaff,
  'settlement.takeFile': parkingStaff,
  'break.explain': parkingStaff,
  'adjustment.propose': parkingStaff,
  // What stands in the settlement is read by the hub, which then asks in its own name.
  'dispute.raise': nobodyElse,
  'adjustment.approve': booksStaff,
  'adjustment.reject': booksStaff,
  'adjustment.pay': booksStaff,
  'city.open': admin,
  'account.create': admin,
  'account.assign': admin,
  'account.close': admin,
  'account.changePassword': admin,
  // Its owner proves the old password or the code first; the hub then asks in its own name.
  'account.choosePassword': nobodyElse,
  'account.setSecondFactor': nobodyElse,
  'account.endSecondFactor': admin,
}

/**
 * A kiosk stands in the hall for everybody, so its own name says nothing about whose ticket it is: whatever it sends
 * about one must come with what opens that ticket. A tablet needs none, since it only knows the visitor before it.
 */
export const needsOpener = (actor: Actor, command: Command): command is Command & { ticketId: string } =>
  actor.kind === 'device' && actor.device !== 'tablet' && 'ticketId' in command

/**
 * May this actor send this command to this stream? Nobody known → `access.unknown`; staff who would rate for a visitor
 * → `evaluation.not-citizen`, wherever they are; everything else that is not in the table → `access.denied`.
 * @param lotIds the lots of the hall the command goes to; a bridge may answer only for these
 */
export function authorise(
  actor: Actor | undefined,
  command: Command,
  stream: StreamName,
  lotIds: readonly string[] = [],
): Refusal | undefined {
  if (actor === undefined) return refuse('access.unknown')
  if (actor.kind === 'system') return undefined
  const [kind, id] = stream.split(':') as [Place['kind'], string]
  const may = rules[command.type] as May
  if (may(actor, { kind, id, lotIds }, command)) return undefined
  const proxy = actor.kind === 'staff' && command.type === 'evaluation.submit'
  return refuse(proxy ? 'evaluation.not-citizen' : 'access.denied')
}
