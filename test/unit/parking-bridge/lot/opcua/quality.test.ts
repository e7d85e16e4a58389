import { StatusCodes } from 'node-opcua'
import { expect, test } from 'vitest'
import { isDone } from '../../../../../parking-bridge/src/lot/opcua/quality.ts'

test.each(['Good', 'GoodLocalOverride', 'GoodMoreData', 'GoodNoData'] as const)(
  '[PF30] given the answer of a method, when it is %s, then it tells what came of the call',
  name => {
    expect(isDone(StatusCodes[name])).toBe(true)
  },
)

test.each(['GoodCompletesAsynchronously', 'GoodCallAgain', 'UncertainInitialValue', 'BadTimeout'] as const)(
  '[PF32] given the answer of a method, when it is %s, then it proves nothing',
  name => {
    expect(isDone(StatusCodes[name])).toBe(false)
  },
)
