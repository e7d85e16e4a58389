import type { Command, HallCard } from '@pingting/contract'
import { type SeedStep, seedSteps } from '../../../server/living-hall/seed.ts'
import { rating } from '../client.ts'

/** Whose ticket a command is about, and what opens it where the caller has that. */
export interface About {
  ticketId: string
  channel: string
  opener?: string
}

const NOWHERE = { counterId: 'NOWHERE' }
const exemptionId = '00000000-0000-4000-8000-000000000000'
const past = '2020-01-01T00:00:00.000Z'
const hex = 'a'.repeat(64)

const steps = seedSteps(() => ({ passwordHash: 'none' }))
const founding = (type: string): object => {
  const { type: _, ...fields } = (steps.find(step => step.command.type === type) as SeedStep).command
  return fields
}
/** The first hall with one service and one counter: small enough for anybody to send. */
function smallHall(): HallCard {
  const { hall } = founding('hall.open') as { hall: HallCard }
  const services = hall.services.slice(0, 1)
  const counters = hall.counters.slice(0, 1).map(counter => ({ ...counter, profile: services.map(({ code }) => code) }))
  return { ...hall, services, counters }
}
const atNowhere = ({ ticketId }: About) => ({ ...NOWHERE, ticketId })
const ofTicket = ({ ticketId }: About) => ({ ticketId })
const ofCase = () => ({ caseId: exemptionId })
const ofExemption = () => ({ exemptionId })
const fromGate = () => ({ exemptionId, bridgeEpoch: 0 })
const withOpener = ({ opener }: About) => (opener === undefined ? {} : { opener })

/**
 * One well-formed wish for every command of the contract; about things that are not there, so that a rule refuses what
 * access lets through. A new command does not compile until it stands here.
 */
export const wishes: Record<Command['type'], (about: About) => object> = {
  'hall.open': () => ({ hall: smallHall() }),
  'hall.closeDay': () => ({ businessDay: '2020-01-01' }),
  'hall.restore': () => ({ backupId: exemptionId, backupAt: past }),
  'hall.eraseDay': () => ({ businessDay: '2020-01-01' }),
  'hall.describe': () => ({ name: '莱山', nameEn: 'Laishan', complaintPhone: '12345' }),
  'hall.setCounter': () => ({ counter: { ...NOWHERE, label: '0', profile: ['none'] } }),
  'hall.setService': () => ({ service: { code: 'none', prefix: 'A', zh: '无', en: 'none', typicalMinutes: 1 } }),
  'hall.setHours': () => ({
    hours: { weekly: [{ weekday: 1, from: '17:00', to: '09:00' }], keepsHolidays: true, days: [] },
  }),
  'hall.setWaitLimit': () => ({ waitLimitMinutes: 30 }),
  'hall.setRealName': () => ({ realName: 'off' }),
  'device.invite': () => ({ deviceId: 'none', kind: 'board', codeHash: hex, expiresAt: past }),
  'device.enrol': () => ({ codeHash: hex, publicKey: 'k'.repeat(43) }),
  'device.revoke': () => ({ deviceId: 'none' }),
  'counter.open': () => NOWHERE,
  'counter.pause': () => ({ ...NOWHERE, reason: 'break' }),
  'counter.resume': () => NOWHERE,
  'counter.close': () => NOWHERE,
  'counter.undo': () => NOWHERE,
  'ticket.take': () => ({ serviceCode: 'none' }),
  'ticket.lease': () => ({ serviceCodes: ['none'] }),
  'ticket.handIn': () => ({
    ...{ number: 'A9999', priority: 'none', businessDay: '2020-01-01', issuedAt: past },
    signature: 'A'.repeat(86),
  }),
  'ticket.callNext': () => NOWHERE,
  'ticket.callOne': atNowhere,
  'ticket.recall': atNowhere,
  'ticket.arrive': atNowhere,
  'ticket.finish': atNowhere,
  'ticket.hold': atNowhere,
  'ticket.return': atNowhere,
  'ticket.transfer': about => ({ ...atNowhere(about), serviceCode: 'none' }),
  'ticket.miss': atNowhere,
  'ticket.recycle': atNowhere,
  'ticket.cancel': ofTicket,
  'appointment.book': () => ({ serviceCode: 'none', startsAt: past, codeHash: hex }),
  'appointment.move': () => ({ codeHash: hex, startsAt: past }),
  'appointment.cancel': () => ({ codeHash: hex }),
  'appointment.checkIn': () => ({ codeHash: hex }),
  'appointment.miss': () => ({ appointmentId: exemptionId }),
  'evaluation.submit': about => rating(about.ticketId, about.channel, withOpener(about)),
  'evaluation.lapse': ofTicket,
  'rectification.take': ofCase,
  'rectification.extend': () => ({ ...ofCase(), reason: 'no reason' }),
  'rectification.reply': () => ({ ...ofCase(), outcome: 'explained', text: 'no reason' }),
  'rectification.approve': ofCase,
  'rectification.return': () => ({ ...ofCase(), text: 'no reason' }),
  'plate.bind': about => ({ ...ofTicket(about), plate: '鲁F12345', ...withOpener(about) }),
  'plate.choose': about => ({ ...ofTicket(about), choice: 'none', ...withOpener(about) }),
  'plate.match': about => ({ ...ofTicket(about), lotId: 'none', stayId: 'none', reason: 'no reason' }),
  'exemption.consider': ofTicket,
  'exemption.confirm': () => ({ ...fromGate(), gateEpoch: 'e', ledgerSeq: 1 }),
  'exemption.refuse': () => ({ ...fromGate(), reason: 'EXPIRED' }),
  'exemption.doubt': fromGate,
  'exemption.freeze': fromGate,
  'exemption.impound': ofExemption,
  'exemption.send': fromGate,
  'exemption.recordRevocation': () => ({ ...fromGate(), outcome: 'Revoked' }),
  'exemption.honour': () => ({
    ...{ exemptionId, gateSeq: 1, minutesApplied: 1, exitedAt: past },
    ...{ lotId: 'none', stayId: 'none', gateEpoch: 'e' },
    ...{ feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 },
  }),
  'exemption.expire': ofExemption,
  'exemption.settle': () => ({ exemptionId, held: true, reason: 'no reason' }),
  'exemption.proposeWriteOff': () => ({ exemptionId, reason: 'no reason' }),
  'exemption.approveWriteOff': ofExemption,
  'policy.adopt': () => ({ policy: smallHall().policy, effectiveFrom: '2020-01-01' }),
  'policy.withdraw': () => ({ version: 'none' }),
  'lot.open': () => founding('lot.open'),
  'lot.lease': () => ({ bridgeId: 'none' }),
  'lot.report': () => ({ bridgeEpoch: 0, gateEpoch: 'e', records: [] }),
  'lot.recordLedger': () => ({ bridgeEpoch: 0, gateEpoch: 'e', records: [] }),
  'lot.link': () => ({ bridgeEpoch: 0, usable: true }),
  'lot.recordHealth': () => ({ bridgeEpoch: 0, alarms: [] }),
  'lot.loseLink': () => ({ reason: 'gateAway' }),
  'lot.restore': () => ({ backupId: exemptionId, backupAt: past }),
  'lot.signOff': () => ({}),
  'lot.reviewPlate': () => ({ stayId: 'none' }),
  'lot.findPhantoms': () => ({ phantoms: [{ exemptionId, freeMinutes: 1, heldAt: past }] }),
  'lot.takeBackPhantom': ofExemption,
  'lot.recordPhantom': () => ({ exemptionId, bridgeEpoch: 0, outcome: 'Revoked' }),
  'lot.eraseDay': () => ({ businessDay: '2020-01-01' }),
  'settlement.find': () => ({ findings: [] }),
  'settlement.noteLate': () => ({ businessDay: '2020-01-01', toldAt: '2020-01-02T00:00:00.000Z' }),
  'settlement.closeShift': () => ({
    ...{ businessDay: '2020-01-01', begins: '07:00', from: '2020-01-01T00:00:00.000Z', to: '2020-01-01T08:00:00.000Z' },
    ...{ count: 0, minutes: 0, amountFen: 0, lanes: [] },
  }),
  'settlement.draw': () => ({
    ...{ businessDay: '2020-01-01', version: 9, sha256: hex, prevSha256: hex, cutOffAt: past },
    ...{ rowTally: 0, totalFen: 0, rows: [] },
  }),
  'settlement.sign': () => ({ businessDay: '2020-01-01', version: 1, sha256: hex, side: 'hall' }),
  'settlement.closeMonth': () => ({ month: '2020-01' }),
  'settlement.takeFile': () => ({
    ...{ businessDay: '2020-01-01', sha256: hex, mappingVersion: 1, totalFen: 1, exits: [] },
  }),
  'break.explain': () => ({ key: 'none', text: 'no reason' }),
  'dispute.raise': () => ({
    row: {
      ...{
        kind: 'use',
        key: exemptionId,
        businessDay: '2020-01-01',
        counterId: 'C01',
        policyVersion: 'p',
        laneId: 'l',
      },
      ...{ stayId: 's', exitedAt: past, minutes: 1, feeBeforeFen: 0, feeWaivedFen: 0, feeAfterFen: 0 },
    },
    ...{ side: 'hall', kind: 'transfer', minutes: 1, amountFen: 0, reason: 'no reason', staffId: 'none' },
  }),
  'adjustment.propose': () => ({ key: 'none', kind: 'transfer', minutes: 1, amountFen: 0, reason: 'no reason' }),
  'adjustment.approve': () => ({ key: 'none' }),
  'adjustment.reject': () => ({ key: 'none', reason: 'no reason' }),
  'adjustment.pay': () => ({ key: 'none', reference: 'none' }),
  'city.open': () => founding('city.open'),
  'account.create': () => founding('account.create'),
  'account.assign': () => ({ staffId: 'none', role: 'clerk', hallIds: [], lotIds: [] }),
  'account.close': () => ({ staffId: 'none' }),
  'account.changePassword': () => ({ staffId: 'none', passwordHash: 'none' }),
  'account.choosePassword': () => ({ staffId: 'none', passwordHash: 'none' }),
  'account.setSecondFactor': () => ({ staffId: 'none', sealedSecret: 'none' }),
  'account.endSecondFactor': () => ({ staffId: 'none' }),
}
