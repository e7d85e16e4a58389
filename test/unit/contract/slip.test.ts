import { slipOf } from '@pingting/contract'
import { expect, test } from 'vitest'

const given = (itemCode?: string) => ({
  ...{ hall: { zh: '大厅', en: 'Hall', complaintPhone: '12345' }, number: 'A001' },
  ...{ takenAt: '2026-11-23T01:00:00.000Z', code: 'ABCDEFGHJ', url: 'https://hall/phone#t=x' },
  service: { zh: '税务', en: 'Tax', code: 'tax', ...(itemCode === undefined ? {} : { itemCode }) },
})
const itemOn = (itemCode?: string) => slipOf(given(itemCode), 'zh-CN').facts.find(({ fact }) => fact === 'item')

test('[FA106] a slip has the 事项编号 of the item, and the code of the service where the hall has not said one', () => {
  expect(itemOn('370600001234')).toEqual({ fact: 'item', label: '事项编号', value: '370600001234' })
  expect(itemOn()).toMatchObject({ value: 'tax' })
})
