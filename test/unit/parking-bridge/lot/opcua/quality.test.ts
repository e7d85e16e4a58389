import { StatusCodes } from 'node-opcua'
import { expect, test } from 'vitest'
import { isProof } from '../../../../../parking-bridge/src/lot/opcua/quality.ts'

test.each(['Good', 'GoodLocalOverride', 'GoodMoreData', 'GoodNoData'] as const)(
  '[PF37] given the answer of a method, when it is %s, then it tells what came of the call',
  name => {
    expect(isProof(StatusCodes[name])).toBe(true)
  },
)

test.each(['GoodCompletesAsynchronously', 'GoodCallAgain', 'UncertainInitialValue', 'BadTimeout'] as const)(
  '[PF37] given the answer of a method, when it is %s, then it proves nothing',
  name => {
    expect(isProof(StatusCodes[name])).toBe(false)
  },
)
