import { createHash, createHmac } from 'node:crypto'
import { type ExemptionOrder, grantMacText, orderText, revokeMacText } from '@pingting/contract'
import { expect, test } from 'vitest'
import { recordsOf } from '../../../../../parking-bridge/src/lot/methods/gate-records.ts'
import { ledgerRecordsOf } from '../../../../../parking-bridge/src/lot/methods/ledger-records.ts'
import { SHAPES } from '../../../../../parking-bridge/src/lot/methods/node-map.ts'
import type { Shape } from '../../../../../parking-bridge/src/lot/opcua/places/node-map.ts'
import { openSigner } from '../../../../../server/src/hub/signer.ts'
import { textOf } from '../../../../architecture/tree.ts'

const page = textOf('docs/methods.md')
const nodeset = textOf('parking-bridge/nodeset/parking-gate.xml')

/** Names of types by their ids. */
const types = new Map([
  ...[...nodeset.matchAll(/<Alias Alias="(\w+)">([^<]+)</g)].map(([, name, id]) => [id!, name!] as const),
  ...[...nodeset.matchAll(/<UADataType NodeId="([^"]+)" BrowseName="1:(\w+)"/g)].map(
    ([, id, name]) => [id!, name!] as const,
  ),
])
const ARGUMENT =
  /<Name>(\w+)<\/Name><DataType><Identifier>([^<]+)<\/Identifier><\/DataType><ValueRank>(-?\d+)<\/ValueRank>/g

function argumentsOf(methodId: string, way: 'Input' | 'Output'): string {
  const begin = nodeset.indexOf(`BrowseName="${way}Arguments" ParentNodeId="${methodId}"`)
  const block = nodeset.slice(begin, nodeset.indexOf('</UAVariable>', begin))
  return [...block.matchAll(ARGUMENT)]
    .map(([, name, id, rank]) => `${name} ${types.get(id!)}${rank === '1' ? '[]' : ''}`)
    .join(', ')
}

/** As they travel: an enumeration of the model is an Int32. */
const builtIn = (type: string): string =>
  type === 'UtcTime' ? 'DateTime' : nodeset.includes(`BrowseName="1:${type}"`) ? 'Int32' : type

test('[G15, BC12] the methods of the page are those of the nodeset, argument by argument, and those a bridge compares with', () => {
  const ids = new Map(
    [...nodeset.matchAll(/<UAMethod NodeId="([^"]+)" BrowseName="1:(\w+)"/g)].map(m => [m[2]!, m[1]!]),
  )
  for (const [name, { inputs, outputs }] of Object.entries(SHAPES) as [string, Shape][]) {
    const [given, got] = (['Input', 'Output'] as const).map(way => argumentsOf(ids.get(name)!, way))
    for (const [told, model] of [
      [given!, inputs],
      [got!, outputs],
    ] as const)
      expect(model.map(one => `${one.name} ${one.type}${one.isList ? '[]' : ''}`)).toEqual(
        told.split(', ').map(one => one.replace(/ (\w+)/, (_, type: string) => ` ${builtIn(type)}`)),
      )
    expect(page).toContain(`\n${name}(${given})\n  → ${got}\n`)
  }
})

test('[G15] the order of the page has the text, the hash and the Macs that hub and bridge make of it', () => {
  const order: ExemptionOrder = {
    ...{ key: '3f2504e0-4f89-51d3-9a0c-0305e82c3301', siteId: 'east', plate: '鲁F12345', plateColour: 1, kind: 'time' },
    ...{ freeMinutes: 120, maxUses: 1, stackRule: 'max' },
    ...{ notBefore: '2026-11-23T03:00:00.000Z', notAfter: '2026-11-23T12:00:00.000Z' },
  }
  const deadline = '2026-11-23T03:00:30.000Z'
  const revokeKey = '9b2c1d4e-0d5f-5a6b-8c7d-1e2f3a4b5c6d'
  const hex = /`gate-mac\.key` is `([0-9a-f]{64})`/.exec(page)![1]!
  const signer = openSigner(Buffer.from(hex, 'hex'))
  const { requestHash, mac } = signer.grant(order, 7, deadline)
  const printed = [
    `order   ${orderText(order)}`,
    `hash    ${requestHash}`,
    `grant   ${grantMacText(requestHash, 7, deadline)}`,
    `mac     ${mac}`,
    `revoke  ${revokeMacText(revokeKey, order.key, 7)}`,
    `mac     ${signer.revoke(revokeKey, order.key, 7).mac}`,
  ]
  expect(page).toContain(`\n${printed.join('\n')}\n`)
  // As a vendor would: from the printed texts alone.
  expect(createHash('sha256').update(orderText(order), 'utf8').digest('hex')).toBe(requestHash)
  const text = /^grant {3}(.*)$/m.exec(page)![1]!
  expect(createHmac('sha256', Buffer.from(hex, 'hex')).update(text).digest('hex')).toBe(mac)
})

test('[G15] the facts of the page are read', () => {
  const [event, record] = [...page.matchAll(/^\{"type":.*\}$/gm)].map(([text]) => text)
  expect(recordsOf([event!], 40, 41)).toEqual([
    {
      ...{ kind: 'entered', gateSeq: 41, stayId: 's-7', laneId: 'Lane_1', plate: '鲁F12345', carClass: 'casual' },
      ...{ confidence: 97, enteredAt: '2026-11-23T01:12:03.000Z' },
    },
  ])
  expect(ledgerRecordsOf([record!], 12)).toMatchObject([{ kind: 'accepted', ledgerSeq: 12, plate: '鲁F12345' }])
})
