// PNG files (ISO/IEC 15948), from what a canvas would have.
import { crc32, deflateSync } from "node:zlib";

/** A PNG of eight bits of grey, or of red, green and blue where there are three bytes a pixel. */
export function png(width, height, bytes) {
  const across = bytes.length / height;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = across === width ? 0 : 2;
  const rows = Buffer.alloc((across + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(bytes.subarray(y * across, (y + 1) * across), y * (across + 1) + 1);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([signature, ...parts, chunk("IEND", Buffer.alloc(0))]);
}
