import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const homeText = { 'zh-CN': zh.home, en: en.home }
export const deviceCodes = { 'zh-CN': zh.device, en: en.device }
