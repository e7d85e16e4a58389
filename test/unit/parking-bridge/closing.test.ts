import { expect, test } from 'vitest'
import { closingOf } from '../../../parking-bridge/src/check/closing.ts'
import { fault, good, note } from '../../../parking-bridge/src/check/finding.ts'

const [well, beside] = [good('好', 'well'), note('看', 'look')]
const lot = (lotId: string, ...findings: ReturnType<typeof good>[]) => ({ lotId, findings })

test('[BC10] without a fault a technician can go on, and is told how many notes there are', () => {
  expect(closingOf([lot('p1', well)])).toEqual(good('可以继续：可以启动网桥', 'You can go on: start the bridge'))
  expect(closingOf([lot('p1', well, beside), lot('p2', beside)])).toMatchObject({
    level: 'good',
    zh: '可以继续：可以启动网桥。另有 2 处提示（!），请看一看',
    en: 'You can go on: start the bridge. Look at what is marked ! as well (2)',
  })
})

test('[BC10] with faults he is told how many, and of the first what to do, with its lot where there are several', () => {
  const [first, second] = [fault('缺钥匙', 'no key', ['a']), fault('没电', 'no power')]
  expect(closingOf([lot('p1', beside, first, second)])).toMatchObject({
    level: 'fault',
    zh: '还不能继续，有 2 处问题（✗）。先处理这一处，再检查一次：缺钥匙',
    en: 'Do not go on yet (faults: 2). Mend this one first, then check again: no key',
  })
  expect(closingOf([lot('p1', well), lot('p2', second)])).toMatchObject({
    zh: '还不能继续，有 1 处问题（✗）。先处理这一处，再检查一次：p2: 没电',
    en: 'Do not go on yet (faults: 1). Mend this one first, then check again: p2: no power',
  })
})
