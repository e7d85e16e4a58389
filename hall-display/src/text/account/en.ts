import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  account: {
    title: 'My account',
    home: 'Back to home',
    password: 'Change the password',
    oldPassword: 'Present password',
    givenPassword: 'The first password you were given',
    newPassword: 'New password',
    newPasswordAgain: 'New password again',
    rule: 'At least 10 characters, and neither the account nor the old password.',
    differs: 'The two new passwords differ.',
    choose: 'Save the new password',
    changed: 'The password is changed. Everywhere else you are logged out.',
    firstTitle: 'Choose a password of your own',
    firstWhat: 'The first password is for the first log-in only. Choose your own to go on.',
    factor: 'Second step',
    factorWhat: 'At log-in you also enter the six digits of the authenticator on your phone.',
    factorOn: 'It is on.',
    factorOff: 'It is off.',
    scan: 'Scan it with the authenticator on your phone, or type:',
    code: 'Six digits of the authenticator',
    factorBegin: 'Set it up',
    factorConfirm: 'Turn it on',
    factorEnd: 'Turn it off',
  },
}
