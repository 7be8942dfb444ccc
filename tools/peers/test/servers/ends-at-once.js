console.error('the disk is full');
process.exit(3);
