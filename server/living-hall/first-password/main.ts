import { hashPassword } from '../../src/accounts/passwords.ts'
import { newPassword } from '../first-login.ts'

/** `npm run password:first` prints a new first password, and on the next line its hash, which a command carries. */
const password = newPassword()
process.stdout.write(`${password}\n${await hashPassword(password)}\n`)
