import { expect, test } from 'vitest';
import { announcementFrame } from './announcement.ts';

test('an announcement is a gratuitous ARP to everybody', () => {
  const frame = announcementFrame('52:54:00:00:00:10', '10.0.0.10');
  const hex = [...frame.subarray(0, 42)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  expect(frame.length).toBe(60);
  expect(hex).toBe(
    'ffffffffffff 525400000010 0806 0001080006040001 5254000000100a00000a 0000000000000a00000a'.replaceAll(' ', ''),
  );
});

test('an address that is none is refused', () => {
  expect(() => announcementFrame('52:54:00:00:00', '10.0.0.10')).toThrow('MAC address 52:54:00:00:00 is not valid.');
  expect(() => announcementFrame('52:54:00:00:00:10', '10.0.0.256')).toThrow('IPv4 address 10.0.0.256 is not valid.');
});
