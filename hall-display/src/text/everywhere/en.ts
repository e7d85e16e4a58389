import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  common: {
    house: 'Pingting',
    otherLanguage: '中文',
    loading: 'Loading…',
    failed: 'Something went wrong on this page. It will reload by itself.',
    reload: 'Reload now',
    live: 'Live',
    connecting: 'Connecting…',
    staleSince: 'As of {at}, reconnecting',
    gateUsable: 'Parking link works',
    gateLost: 'Parking link is down',
    largeSize: 'Large type',
    usualSize: 'Usual type',
    day: 'Day colours',
    night: 'Night colours',
    stillThere: 'Are you still there? Starting over in {seconds} s',
    goOn: 'Go on',
    logInFirst: 'Please log in with your staff account.',
    staffId: 'Account',
    password: 'Password',
    logIn: 'Log in',
    code: 'Six digits of the authenticator',
    logOut: 'Log out',
  },
}
