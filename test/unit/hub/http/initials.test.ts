import { expect, test } from 'vitest'
import { spellingsOf } from '../../../../server/src/hub/http/initials.ts'

test('[FA62] initials are those people say: characters of several readings by the word they stand in', () => {
  const services = [
    { code: 'enterprise', zh: '企业开办与变更' },
    { code: 'accounting', zh: '会计从业' },
    { code: 'bank', zh: '银行开户（APP）' },
    { code: 'green', zh: '绿色通道' },
  ]
  expect(spellingsOf(services)).toEqual({
    enterprise: { initials: 'qykbybg', whole: 'qiyekaibanyubiangeng' },
    accounting: { initials: 'kjcy', whole: 'kuaijicongye' },
    bank: { initials: 'yhkha', whole: 'yinhangkaihuapp' },
    green: { initials: 'lstd', whole: 'lvsetongdao' },
  })
})
