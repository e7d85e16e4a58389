import { en } from './en.ts'
import { zh } from './zh-CN.ts'

export const parkingText = { 'zh-CN': zh.parking, en: en.parking }
export const mismatchCodes = { 'zh-CN': zh.mismatch, en: en.mismatch }
export const mismatchToDoCodes = { 'zh-CN': zh.mismatchToDo, en: en.mismatchToDo }
export const writeOffCodes = { 'zh-CN': zh.writeOff, en: en.writeOff }
export const alarmCodes = { 'zh-CN': zh.alarm, en: en.alarm }
export const alarmGradeCodes = { 'zh-CN': zh.alarmGrade, en: en.alarmGrade }
export const deviceHealthCodes = { 'zh-CN': zh.deviceHealth, en: en.deviceHealth }
export const phantomStageCodes = { 'zh-CN': zh.phantomStage, en: en.phantomStage }
