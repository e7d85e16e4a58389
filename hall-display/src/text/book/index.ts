import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const bookText = { 'zh-CN': zh.book, en: en.book }
export const statusCodes = { 'zh-CN': zh.bookingStatus, en: en.bookingStatus }
